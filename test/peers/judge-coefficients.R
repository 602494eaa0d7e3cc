# Fits models of many classes, lets modelbag write their coefficients, compares with coef() and vcov():
# Rscript judge-coefficients.R MODELBAG_COMMAND…
command <- commandArgs(TRUE)
suppressMessages(for (p in c("survival", "mgcv", "lme4", "glmnet", "MASS", "nnet", "nlme")) library(p, character.only = TRUE))
set.seed(4)
n <- 40
d <- data.frame(x = rnorm(n), z = runif(n, 1, 3), g = factor(rep(c("a", "b", "c", "d"), 10)), t = rexp(n), s = rbinom(n, 1, .7))
d$y <- 2 * exp(.4 * d$x) + rnorm(n, sd = .1)
d$k <- rpois(n, 3)
d$o <- cut(d$y, 3, labels = c("low", "mid", "high"), ordered_result = TRUE)
xz <- as.matrix(d[, c("x", "z")])
models <- list(
  lm = lm(y ~ x * g, d), glm = glm(s ~ x + g, binomial, d), nls = nls(y ~ a * exp(b * x), d, start = list(a = 1.5, b = .3)),
  coxph = coxph(Surv(t, s) ~ x + g, d), survreg = survreg(Surv(t, s) ~ x + g, d), gam = gam(y ~ s(z, k = 4) + x + g, data = d),
  lmer = lmer(y ~ x + (1 | g), d), glmer = suppressMessages(glmer(s ~ x + (1 | g), d, family = binomial)), lme = lme(y ~ x, d, random = ~ 1 | g),
  gls = gls(y ~ x + z, d), glmnet = glmnet(xz, d$y), cvglmnet = cv.glmnet(xz, d$y, nfolds = 5), classes = glmnet(xz, d$g, family = "multinomial"),
  polr = suppressWarnings(polr(o ~ x + g, d, Hess = TRUE)), multinom = multinom(g ~ x + z, d, trace = FALSE), two = multinom(s ~ x, d, trace = FALSE),
  rlm = rlm(y ~ x + g, d), negbin = suppressWarnings(glm.nb(k ~ x + g, d)), aov = aov(y ~ g, d), mlm = lm(cbind(y, z) ~ x, d), arima = arima(d$y, c(1, 0, 0)),
  gls2 = gls(y ~ x * g, d), lmer2 = suppressMessages(lmer(y ~ x * g + (1 | k), d)), weighted = nls(y ~ a * exp(b * x), d, start = list(a = 1.5, b = .3), weights = z),
  plinear = nls(y ~ exp(b * x), d, start = list(b = .3), algorithm = "plinear"), probit = suppressWarnings(polr(o ~ x, d, Hess = TRUE, method = "probit")),
  hessian = multinom(g ~ x + z, d, trace = FALSE, Hess = TRUE), gnls = gnls(y ~ a * exp(b * x), d, start = list(a = 1.5, b = .3)),
  lda = lda(g ~ x + z, d), nnet = nnet(y ~ x + z, d, size = 2, trace = FALSE, linout = TRUE))
path <- function(fit) as.vector(as.matrix(coef(fit)))
estimates <- function(name, m) switch(name,
  lmer = , lmer2 = , glmer = , lme = fixef(m), glmnet = path(m), cvglmnet = c(m$lambda.min, m$lambda.1se, path(m$glmnet.fit)),
  classes = unlist(lapply(coef(m), function(b) as.vector(as.matrix(b)))), polr = , probit = c(coef(m), m$zeta), survreg = c(coef(m), log(m$scale)),
  multinom = , hessian = as.vector(t(coef(m))), lda = c(m$scaling, m$prior), as.vector(coef(m)))
# Whose file says the covariance: R computes that of the others from the data, or has none.
certain <- c("lm", "glm", "nls", "weighted", "coxph", "survreg", "gam", "lmer", "lmer2", "glmer", "lme", "gls", "gls2", "gnls", "polr", "probit", "hessian", "negbin", "aov", "mlm", "arima")
folder <- tempfile()
dir.create(folder)
compared <- 0
for (name in names(models)) {
  m <- models[[name]]
  file <- file.path(folder, paste0(name, ".rds"))
  saveRDS(m, file)
  status <- system2(command[1], c(command[-1], "export", "--to", "coefficients", "--out", folder, file), stdout = FALSE)
  if (status != 0) stop(name, ": not exported")
  table <- read.csv(file.path(folder, paste0(name, ".coefficients.csv")))
  wanted <- unname(estimates(name, m))
  if (length(wanted) != nrow(table) || !isTRUE(all.equal(wanted, table$value, tolerance = 1e-12))) stop(name, ": estimates differ")
  compared <- compared + length(wanted)
  if (!name %in% c("nnet", "glmnet", "cvglmnet", "classes", "lda", "arima")) {
    text <- paste(readLines(file.path(folder, paste0(name, ".coefficients.json"))), collapse = "\n")
    if (!grepl(paste0('"formula": "', paste(deparse(formula(m)), collapse = " "), '"'), text, fixed = TRUE)) stop(name, ": formula differs")
  }
  if (all(is.na(table$standard_error))) if (name %in% certain) stop(name, ": no standard errors") else next
  errors <- unname(sqrt(diag(as.matrix(vcov(m)))))
  if (!isTRUE(all.equal(errors, table$standard_error, tolerance = 1e-6))) stop(name, ": standard errors differ")
  compared <- compared + length(errors)
}
cat("R agrees on", compared, "estimates and standard errors of", length(models), "models\n")
