# Fits a logistic regression of survival on class, sex and age, and writes the model, its open copies
# and its metrics. The same result, byte for byte, on every run with the R version of renv.lock.

source("slim.R")
source("export.R")

# Kinds of generators are named because their defaults have changed between versions of R.
set.seed(1912, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

levels_of <- list(
  class = c("1st", "2nd", "3rd", "Crew"),
  sex = c("Female", "Male"),
  age = c("Adult", "Child"),
  survived = c("No", "Yes")
)

read_persons <- function(path) {
  counts <- read.csv(path, stringsAsFactors = FALSE)
  for (name in names(levels_of)) counts[[name]] <- factor(counts[[name]], levels = levels_of[[name]])
  counts[rep(seq_len(nrow(counts)), counts$count), names(levels_of)]
}

evaluate <- function(model, persons) {
  probability <- predict(model, persons, type = "response")
  survived <- persons$survived == "Yes"
  list(
    accuracy = mean((probability > 0.5) == survived),
    log_loss = -mean(log(ifelse(survived, probability, 1 - probability)))
  )
}

persons <- read_persons("data/titanic.csv")
train_rows <- sort(sample(nrow(persons), round(0.8 * nrow(persons))))
training <- persons[train_rows, ]

model <- glm(survived ~ class + sex + age,
  family = binomial(link = "logit"), data = training,
  model = FALSE, x = FALSE, y = FALSE
)
slim <- slim_glm(model)
stopifnot(identical(predict(slim, persons, type = "response"), predict(model, persons, type = "response")))

dir.create("models", showWarnings = FALSE)
# Version 3 of the format would record the encoding of this machine.
saveRDS(slim, file = "models/titanic.rds", version = 2)
write_pmml(slim, levels_of, "models/titanic.pmml")
write_coefficients(slim, "models/titanic-coefficients.csv")

write_metrics(
  list(train = evaluate(slim, training), test = evaluate(slim, persons[-train_rows, ])),
  "metrics.json"
)
