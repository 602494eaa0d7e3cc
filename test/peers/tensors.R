# Reads every floating-point tensor that tensors.csv lists as numbers, straight from the zip, with nothing but base R; the numbers
# written again as little-endian bytes must have the listed digest. Usage: Rscript tensors.R BAG.zip ...
sizes <- c(float32 = 4, float64 = 8)
failed <- FALSE
for (bag in commandArgs(trailingOnly = TRUE)) {
  name <- grep("(^|/)tensors\\.csv$", unzip(bag, list = TRUE)$Name, value = TRUE)[1]
  rows <- read.csv(unz(bag, name), colClasses = "character", na.strings = character())
  rows <- rows[rows$dtype %in% names(sizes) & rows$strides == "" & rows$sha256 != "" & rows$offset_in_zip != "", ]
  zip <- file(bag, "rb")
  wrong <- 0
  for (i in seq_len(nrow(rows))) {
    row <- rows[i, ]
    size <- sizes[[row$dtype]]
    seek(zip, as.numeric(row$offset_in_zip))
    values <- readBin(zip, "numeric", as.numeric(row$bytes) / size, size, endian = row$byte_order)
    again <- tempfile()
    writeBin(values, again, size, endian = "little")
    digest <- substr(system2("sha256sum", again, stdout = TRUE), 1, 64)
    unlink(again)
    if (digest != row$sha256) {
      wrong <- wrong + 1
      cat("  wrong:", row$file, row$tensor, "\n")
    }
  }
  close(zip)
  cat(sprintf("tensors.csv in R: %s: %d tensors read, %d wrong\n", bag, nrow(rows), wrong))
  failed <- failed || wrong > 0
}
quit(status = as.integer(failed))
