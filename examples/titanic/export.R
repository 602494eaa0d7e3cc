# Open copies: PMML 4.4 (the whole model) and CSV (the numbers). 17 digits name every double exactly.

exact <- function(number) sprintf("%.17g", number)

write_coefficients <- function(model, path) {
  values <- coef(model)
  writeLines(c("term,estimate", paste0(names(values), ",", exact(values))), path)
}

# predictor lines of one regression table, e.g. "class2nd" -> name="class" value="2nd"
categorical_predictors <- function(model, levels_of) {
  values <- coef(model)
  lines <- character()
  for (name in names(model$xlevels)) {
    for (level in levels_of[[name]][-1]) {
      lines <- c(lines, sprintf(
        '      <CategoricalPredictor name="%s" value="%s" coefficient="%s"/>',
        name, level, exact(values[[paste0(name, level)]])
      ))
    }
  }
  lines
}

data_field <- function(name, levels) {
  c(
    sprintf('    <DataField name="%s" optype="categorical" dataType="string">', name),
    sprintf('      <Value value="%s"/>', levels),
    "    </DataField>"
  )
}

write_pmml <- function(model, levels_of, path) {
  predictors <- names(model$xlevels)
  target <- "survived"
  lines <- c(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">',
    '  <Header description="Survival on the Titanic by class, sex and age">',
    sprintf('    <Application name="R" version="%s.%s"/>', R.version$major, R.version$minor),
    "  </Header>",
    sprintf('  <DataDictionary numberOfFields="%d">', length(levels_of)),
    unlist(Map(data_field, names(levels_of), levels_of), use.names = FALSE),
    "  </DataDictionary>",
    '  <RegressionModel modelName="titanic" functionName="classification" algorithmName="glm" normalizationMethod="logit">',
    "    <MiningSchema>",
    sprintf('      <MiningField name="%s" usageType="target"/>', target),
    sprintf('      <MiningField name="%s" usageType="active" invalidValueTreatment="returnInvalid"/>', predictors),
    "    </MiningSchema>",
    "    <Output>",
    '      <OutputField name="probability_Yes" optype="continuous" dataType="double" feature="probability" value="Yes"/>',
    '      <OutputField name="probability_No" optype="continuous" dataType="double" feature="probability" value="No"/>',
    "    </Output>",
    sprintf('    <RegressionTable intercept="%s" targetCategory="Yes">', exact(coef(model)[["(Intercept)"]])),
    categorical_predictors(model, levels_of),
    "    </RegressionTable>",
    '    <RegressionTable intercept="0" targetCategory="No"/>',
    "  </RegressionModel>",
    "</PMML>"
  )
  writeLines(lines, path)
}

write_metrics <- function(metrics, path) {
  part <- function(name) {
    sprintf('  "%s": { "accuracy": %.6f, "log_loss": %.6f }', name, metrics[[name]]$accuracy, metrics[[name]]$log_loss)
  }
  writeLines(c("{", paste(vapply(names(metrics), part, ""), collapse = ",\n"), "}"), path)
}
