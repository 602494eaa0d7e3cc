# Writes modelbag.run.json from a console, a script or a document: the same record as `modelbag record -- COMMAND`.
#
#   source("modelbag_record.R")
#   modelbag_record(seed = 42, inputs = "data/train.csv", script = "analysis.qmd", {
#     fit <- lm(mpg ~ wt, mtcars)            # the training
#     saveRDS(fit, "model.rds")
#   })
#
# Needs R 4.0 and the tools that come with it. Reads no environment variable but those listed below.

modelbag_record <- function(code, seed = NULL, inputs = character(), parameters = list(), script = NULL, name = NULL,
                            root = NULL) {
  variables <- c("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "MKL_CBWR", "CUDA_VISIBLE_DEVICES",
                 "PYTHONHASHSEED", "TF_DETERMINISTIC_OPS", "CUBLAS_WORKSPACE_CONFIG", "R_PARALLELLY_AVAILABLECORES_FALLBACK")
  ask <- function(program, arguments) {
    out <- tryCatch(suppressWarnings(system2(program, arguments, stdout = TRUE, stderr = FALSE)), error = function(e) character())
    if (!is.null(attr(out, "status"))) character() else out
  }
  git <- function(...) ask("git", c("-C", shQuote(top), ...))
  top <- if (is.null(root)) "." else root
  if (is.null(root)) {
    found <- git("rev-parse", "--show-toplevel")
    if (length(found) == 1) top <- found
  }
  top <- normalizePath(top, winslash = "/")
  relative <- function(path) {
    path <- normalizePath(path, winslash = "/", mustWork = FALSE)
    ifelse(path == top, ".", ifelse(startsWith(path, paste0(top, "/")), substring(path, nchar(top) + 2), path))
  }
  snapshot <- function() {
    files <- list.files(top, all.files = TRUE, recursive = TRUE, no.. = TRUE)
    files <- files[!grepl("(^|/)(\\.git|\\.Rproj\\.user|renv/library|renv/staging|__pycache__|node_modules)/|(^|/)modelbag\\.run(\\.[A-Za-z0-9_-]+)?\\.json$|(^|/)\\.RData$|(^|/)\\.Rhistory$", files)]
    info <- file.info(file.path(top, files), extra_cols = FALSE)
    # `format` would give all times as many digits as one of them needs, so that a new file changed the others.
    stats::setNames(sprintf("%.0f %.7f %.7f", info$size, as.numeric(info$mtime), as.numeric(info$ctime)), files)
  }
  sha256 <- function(path) {
    if (exists("sha256sum", asNamespace("tools"))) return(unname(tools::sha256sum(path)))
    for (tool in list(c("sha256sum"), c("shasum", "-a", "256"), c("openssl", "dgst", "-sha256", "-r"))) {
      out <- ask(tool[1], c(tool[-1], shQuote(path)))
      if (length(out) == 1) return(sub("^\\\\?([0-9a-f]{64}).*$", "\\1", out))
    }
    stop("no program on this machine computes SHA-256: install R 4.5, coreutils or openssl")
  }
  file_row <- function(path) {
    full <- if (grepl("^(/|[A-Za-z]:)", path)) path else file.path(top, path)
    list(path = path, size = file.info(full)$size, sha256 = sha256(full))
  }
  json <- function(value) {
    text <- function(x) {
      x <- enc2utf8(as.character(x))
      x <- gsub("\\", "\\\\", x, fixed = TRUE)
      x <- gsub("\"", "\\\"", x, fixed = TRUE)
      x <- gsub("\n", "\\n", gsub("\t", "\\t", gsub("\r", "\\r", x, fixed = TRUE), fixed = TRUE), fixed = TRUE)
      paste0("\"", gsub("[[:cntrl:]]", "", x), "\"")
    }
    if (is.null(value) || (length(value) == 1 && is.atomic(value) && is.na(value))) return("null")
    if (is.list(value)) {
      if (length(value) == 0) return(if (inherits(value, "modelbag_object")) "{}" else "[]")
      parts <- vapply(value, json, "")
      if (is.null(names(value))) return(paste0("[", paste(parts, collapse = ", "), "]"))
      return(paste0("{", paste(text(names(value)), parts, sep = ": ", collapse = ", "), "}"))
    }
    if (length(value) != 1) return(json(as.list(value)))
    if (is.logical(value)) return(if (value) "true" else "false")
    if (is.numeric(value)) return(format(value, digits = 17, scientific = FALSE, trim = TRUE))
    text(value)
  }
  object <- function(values) if (length(values) == 0) structure(list(), class = "modelbag_object") else as.list(values)

  commit <- git("rev-parse", "HEAD")
  status <- git("--no-optional-locks", "status", "--porcelain", "--no-renames", "--untracked-files=all")
  changes <- substring(status[!grepl("modelbag\\.run(\\.[A-Za-z0-9_-]+)?\\.json$", status)], 4)
  before <- snapshot()
  started <- Sys.time()
  if (!is.null(seed)) set.seed(seed)
  state <- new.env()
  state$code <- 1L
  on.exit({
    duration <- as.numeric(difftime(Sys.time(), started, units = "secs"))
    after <- snapshot()
    written <- names(after)[is.na(before[names(after)]) | before[names(after)] != after]
    s <- sessionInfo()
    installed <- utils::installed.packages()
    installed <- installed[!duplicated(installed[, "Package"]), , drop = FALSE]
    details <- list(RNGkind = paste(RNGkind(), collapse = ", "))
    if (!is.null(s$BLAS) && nzchar(s$BLAS)) details$BLAS <- basename(s$BLAS)
    if (!is.null(s$LAPACK) && nzchar(s$LAPACK)) details$LAPACK <- basename(s$LAPACK)
    cpu <- tryCatch(sub("^model name\\s*:\\s*", "", grep("^model name", readLines("/proc/cpuinfo"), value = TRUE)[1]), error = function(e) NA, warning = function(w) NA)
    memory <- tryCatch(as.numeric(gsub("[^0-9]", "", grep("^MemTotal", readLines("/proc/meminfo"), value = TRUE)[1])) * 1024, error = function(e) 0, warning = function(w) 0)
    gpus <- strsplit(ask("nvidia-smi", c("--query-gpu=name,driver_version,memory.total", "--format=csv,noheader,nounits")), ", ", fixed = TRUE)
    gpus <- lapply(Filter(function(g) length(g) == 3, gpus), function(g) list(name = g[1], driver = g[2], memoryBytes = as.numeric(g[3]) * 1048576))
    set <- Sys.getenv(variables, unset = NA, names = TRUE)
    read <- sort(unique(relative(c(inputs, script))))
    run <- list(
      schema = "modelbag/run/1",
      command = list("Rscript", if (is.null(script)) "-" else script),
      workingDirectory = relative(getwd()),
      startedAt = format(started, "%Y-%m-%dT%H:%M:%OS3Z", tz = "UTC"),
      durationSeconds = round(duration, 3),
      exitCode = state$code,
      git = if (length(commit) == 1) list(commit = commit, dirty = length(changes) > 0, changes = as.list(changes)) else NULL,
      system = list(os = s$running, kernel = paste(Sys.info()[["sysname"]], Sys.info()[["release"]]), architecture = Sys.info()[["machine"]]),
      hardware = list(cpu = if (is.na(cpu)) Sys.info()[["machine"]] else cpu, cores = max(1L, parallel::detectCores(), na.rm = TRUE), memoryBytes = memory, gpus = unname(gpus)),
      interpreter = list(language = "r", version = as.character(getRversion()), implementation = paste("R on", R.version$platform), basis = "the program itself", details = details),
      packages = object(stats::setNames(installed[, "Version"], installed[, "Package"])),
      seeds = if (is.null(seed)) list() else list(list(library = "r", value = seed, from = "told by the program")),
      variables = object(set[!is.na(set)]),
      inputs = lapply(read, file_row),
      outputs = lapply(sort(written), function(path) c(file_row(path), change = if (path %in% names(before)) "changed" else "created")),
      removed = as.list(setdiff(names(before), names(after))),
      notes = list(),
      recordedBy = "modelbag_record.R"
    )
    if (!is.null(script)) run$script <- relative(script)
    if (length(parameters) > 0) run$parameters <- parameters
    target <- file.path(top, if (is.null(name)) "modelbag.run.json" else paste0("modelbag.run.", name, ".json"))
    out <- file(target, open = "wb")
    writeLines(enc2utf8(json(run)), out, useBytes = TRUE)
    close(out)
  })
  result <- force(code)
  state$code <- 0L
  invisible(result)
}
