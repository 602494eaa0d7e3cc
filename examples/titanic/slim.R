# A fitted glm holds its training data many times over: as data, residuals, fitted values, weights,
# the QR decomposition, and in the environments of its formula. What remains here is what predict() needs.

slim_glm <- function(model) {
  kept <- c(
    "coefficients", "rank", "family", "deviance", "aic", "null.deviance", "iter", "df.residual",
    "df.null", "converged", "call", "formula", "terms", "control", "method", "contrasts", "xlevels"
  )
  slim <- structure(unclass(model)[kept], class = class(model))
  slim$qr <- structure(list(pivot = model$qr$pivot, rank = model$qr$rank), class = "qr")
  attr(slim$terms, ".Environment") <- baseenv()
  environment(slim$formula) <- baseenv()
  slim
}
