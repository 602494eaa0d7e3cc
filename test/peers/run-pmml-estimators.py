"""Fits estimators, lets modelbag write them as PMML, lets JPMML run it: run-pmml-estimators.py MODELBAG_COMMAND…

Compares with what scikit-learn predicts: labels exactly, numbers within 1e-6 relative.
"""
import math, pathlib, pickle, subprocess, sys, tempfile, warnings
import numpy as np
from jpmml_evaluator import make_evaluator
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.feature_selection import RFE, SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor, Ridge, RidgeClassifier, SGDClassifier, TweedieRegressor
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import MultiOutputRegressor
from sklearn.naive_bayes import BernoulliNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import Binarizer, MinMaxScaler, OneHotEncoder, OrdinalEncoder, PolynomialFeatures, StandardScaler
from sklearn.svm import SVC, LinearSVC, LinearSVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

warnings.simplefilter('ignore')
rng = np.random.default_rng(7)
X = rng.normal(size=(80, 3)) * [1, 5, 0.1]
three = np.array(['a', 'b', 'c'])[(X[:, 0] > 0.3).astype(int) + (X[:, 1] > 2)]
two = (X[:, 0] + X[:, 2] > 0).astype(int)
both = np.c_[X @ [1.0, -2.0, 3.0], X[:, 0] - X[:, 1]]
y = X @ [1.0, -2.0, 3.0] + rng.normal(size=80)
table = np.concatenate([X.astype(object), rng.choice(['red', 'green', 'blue'], size=(80, 1)).astype(object)], axis=1)
holes = X.copy()
holes[::7, 1] = np.nan
models = {
    'linear': (LinearRegression(), X, y), 'poisson': (PoissonRegressor(), X / 5, np.abs(y)),
    'logistic2': (LogisticRegression(), X, two), 'logistic3': (LogisticRegression(), X, three), 'sgd2': (SGDClassifier(loss='log_loss'), X, two),
    'boost': (GradientBoostingRegressor(n_estimators=7), X, y), 'boost2': (GradientBoostingClassifier(n_estimators=7), X, two),
    'boost3': (GradientBoostingClassifier(n_estimators=7), X, three), 'boostexp': (GradientBoostingClassifier(loss='exponential', n_estimators=7), X, two),
    'tree': (DecisionTreeRegressor(), X, y), 'tree3': (DecisionTreeClassifier(), X, three),
    'forest': (RandomForestRegressor(5), X, y), 'forest3': (RandomForestClassifier(5), X, three), 'kmeans': (KMeans(3, n_init=1), X, None),
    'scaled': (make_pipeline(StandardScaler(), LogisticRegression()), X, three), 'clusters': (make_pipeline(StandardScaler(), KMeans(2, n_init=1)), X, None),
    'pca': (make_pipeline(MinMaxScaler(clip=True), PCA(2), LinearRegression()), X, y),
    'impute': (make_pipeline(SimpleImputer(), StandardScaler(), RandomForestClassifier(4)), holes, two),
    'mixed': (make_pipeline(ColumnTransformer([('n', make_pipeline(SimpleImputer(), StandardScaler()), [0, 1]), ('c', OneHotEncoder(handle_unknown='ignore'), [3])],
                                              remainder='passthrough'), GradientBoostingClassifier(n_estimators=5)), table, three),
    'coded': (make_pipeline(ColumnTransformer([('c', OneHotEncoder(drop='first'), [3])], remainder='passthrough'), LogisticRegression()), table, two),
    'ridge2': (RidgeClassifier(), X, two), 'ridge3': (RidgeClassifier(), X, three), 'hinge3': (SGDClassifier(), X, three), 'sgd3': (SGDClassifier(loss='log_loss'), X, three),
    'linearsvc2': (LinearSVC(), X, two), 'linearsvc3': (LinearSVC(), X, three), 'linearsvr': (LinearSVR(), X, y), 'svc2': (SVC(kernel='linear'), X, two),
    'svc3': (SVC(kernel='linear'), X, three), 'ties3': (SVC(kernel='linear', break_ties=True), X, three), 'rest': (OneVsRestClassifier(LogisticRegression()), X, three),
    'lda2': (LinearDiscriminantAnalysis(), X, two), 'lda3': (LinearDiscriminantAnalysis(), X, three), 'tweedie': (TweedieRegressor(power=1.5), X / 5, np.abs(y)),
    'outputs': (Ridge(), X, both), 'boosts': (MultiOutputRegressor(GradientBoostingRegressor(n_estimators=5)), X, both), 'trees': (RandomForestRegressor(3), X, both),
    'search': (GridSearchCV(make_pipeline(StandardScaler(), Ridge()), {'ridge__alpha': [0.1, 1]}), X, y),
    'gaussian2': (GaussianNB(), X + [1e6, 0, 0], two), 'gaussian3': (GaussianNB(), X, three), 'multinomial': (MultinomialNB(), np.abs(X).round(), three),
    'complement': (ComplementNB(norm=True), np.abs(X).round(), three), 'bernoulli2': (BernoulliNB(), X, two),
    'binary': (make_pipeline(Binarizer(threshold=0.5), BernoulliNB(binarize=None)), X, three),
    'powers': (make_pipeline(PolynomialFeatures(2), Ridge()), X, y), 'best': (make_pipeline(SelectKBest(k=2), RFE(Ridge(), n_features_to_select=1), Ridge()), X, y),
    'union': (make_pipeline(make_union(StandardScaler(), PCA(2)), Ridge()), X, y), 'indicator': (make_pipeline(SimpleImputer(add_indicator=True), Ridge()), holes, y),
    'filled': (make_pipeline(ColumnTransformer([('c', make_pipeline(SimpleImputer(strategy='most_frequent'), OneHotEncoder()), [3])]), Ridge()), table, y),
    'places': (make_pipeline(ColumnTransformer([('c', OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=-1), [3])], remainder='passthrough'),
                             RandomForestClassifier(4)), table, three),
    'numbered': (make_pipeline(OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=-1), Ridge()), np.round(X), y),
}
folder = pathlib.Path(tempfile.mkdtemp())
checked = 0
for name, (model, data, target) in models.items():
    model.fit(data, target)
    path = folder / f'{name}.pkl'
    path.write_bytes(pickle.dumps(model))
    run = subprocess.run([*sys.argv[1:], 'export', '--to', 'pmml', '--format', 'json', '--force', '--out', str(folder), str(path)], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f'{name}: {run.stdout}{run.stderr}')
    evaluator = make_evaluator(str(path.with_suffix('.pmml'))).verify()
    predicted = model.predict(data)
    shares = model.predict_proba(data) if hasattr(model, 'predict_proba') else None
    scores = model.decision_function(data) if shares is None and hasattr(model, 'decision_function') else None
    for i, row in enumerate(data[:40]):
        given = {f'x{j}': None if isinstance(value, float) and math.isnan(value) else value if isinstance(value, str) else float(value) for j, value in enumerate(row)}
        found = evaluator.evaluate(given)
        value = predicted[i]
        if np.ndim(predicted) == 2:
            numbers = {f'prediction({j})': number for j, number in enumerate(value)}
        elif scores is not None:
            names = [f'score({label})' for label in (model.classes_[1:] if np.ndim(scores) == 1 else model.classes_)]
            numbers = dict(zip(names, np.atleast_1d(scores[i])))
        else:
            numbers = {}
        for key, number in numbers.items():
            if not math.isclose(found[key], number, rel_tol=1e-6, abs_tol=1e-9):
                sys.exit(f'{name}: expected {number} for {key}, found {found}')
            checked += 1
        if np.ndim(predicted) == 2:
            continue
        is_number = np.asarray(predicted).dtype.kind == 'f'
        if not (math.isclose(found['prediction'], value, rel_tol=1e-6, abs_tol=1e-9) if is_number else str(found['prediction']) == str(value)):
            sys.exit(f'{name}: expected {value}, found {found} for {given}')
        for label, share in zip(model.classes_, shares[i]) if shares is not None else ():
            if not math.isclose(found[f'probability({label})'], share, rel_tol=1e-6, abs_tol=1e-9):
                sys.exit(f'{name}: expected {share} for {label}, found {found}')
            checked += 1
        checked += 1
print(f'JPMML agrees on {checked} numbers and labels of {len(models)} estimators')
