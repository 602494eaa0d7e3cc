"""Fits estimators, lets modelbag export them, lets ONNX Runtime run the exports: run-onnx.py MODELBAG_COMMAND…

Compares with what scikit-learn predicts: labels exactly, numbers within 1e-6 relative.
"""
import json, pickle, subprocess, sys, tempfile, pathlib
import numpy as np, onnx, onnxruntime
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.ensemble import (ExtraTreesClassifier, ExtraTreesRegressor, GradientBoostingClassifier,
                              GradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor)
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_selection import RFE, SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import (Lasso, LinearRegression, LogisticRegression, PoissonRegressor, Ridge, RidgeClassifier,
                                  SGDClassifier, TweedieRegressor)
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import MultiOutputRegressor
from sklearn.naive_bayes import BernoulliNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import Binarizer, MaxAbsScaler, MinMaxScaler, Normalizer, OneHotEncoder, OrdinalEncoder, PolynomialFeatures, RobustScaler, StandardScaler
from sklearn.svm import SVC, SVR, LinearSVC, NuSVC, NuSVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

rng = np.random.default_rng(7)
X = rng.normal(size=(120, 4)) * [1, 5, 0.1, 30]
three = np.array(['a', 'b', 'c'])[(X[:, 0] > 0.3).astype(int) + (X[:, 1] > 2)]
two = (X[:, 0] + X[:, 2] > 0).astype(int)
y = X @ [1.0, -2.0, 3.0, 0.1] + rng.normal(size=120)
words = rng.choice(['red', 'green', 'blue'], size=(120, 1)).astype(object)
table = np.concatenate([X.astype(object), words], axis=1)
holes = X.copy()
holes[::7, 1] = np.nan

models = {
    'linear': (LinearRegression(), X, y), 'several': (LinearRegression(), X, np.c_[y, -2 * y]), 'ridge': (Ridge(), X, y),
    'lasso': (Lasso(), X, y), 'poisson': (PoissonRegressor(), X / 30, np.abs(y)),
    'logistic2': (LogisticRegression(), X, two), 'logistic3': (LogisticRegression(max_iter=2000), X, three),
    'ridge3': (RidgeClassifier(), X, three), 'sgd2': (SGDClassifier(loss='log_loss', random_state=0), X, two),
    'sgd3': (SGDClassifier(loss='log_loss', random_state=0), X, three), 'linearsvc': (LinearSVC(), X, three),
    'svc': (SVC(kernel='linear'), X[:, :3], two), 'svr': (SVR(kernel='linear'), X[:, :2], y), 'svc3': (SVC(kernel='linear'), X[:, :3], three),
    'votes': (SVC(kernel='linear', C=0.01), X[:, :3], rng.integers(0, 5, 120)), 'ties': (SVC(kernel='linear', C=0.01, break_ties=True), X[:, :3], rng.integers(0, 5, 120)),
    'nusvc': (NuSVC(nu=0.1, kernel='linear'), X[:, :3], three), 'nusvr': (NuSVR(kernel='linear'), X[:, :2], y),
    'tree3': (DecisionTreeClassifier(random_state=0), X, three), 'tree': (DecisionTreeRegressor(random_state=0), X, y),
    'treeholes': (DecisionTreeClassifier(random_state=0), holes, three), 'stump': (DecisionTreeRegressor(max_depth=1), X, y),
    'leaf': (DecisionTreeRegressor(min_samples_leaf=100), X, y),
    'forest3': (RandomForestClassifier(10, random_state=0), X, three), 'forest': (RandomForestRegressor(10, random_state=0), X, y),
    'extra3': (ExtraTreesClassifier(7, max_depth=4, random_state=0), X, three), 'extra': (ExtraTreesRegressor(7, random_state=0), X, y),
    'boost2': (GradientBoostingClassifier(n_estimators=8), X, two), 'boost3': (GradientBoostingClassifier(n_estimators=8), X, three),
    'boostexp': (GradientBoostingClassifier(loss='exponential', n_estimators=8), X, two),
    'boost': (GradientBoostingRegressor(n_estimators=8), X, y), 'huber': (GradientBoostingRegressor(loss='huber', n_estimators=8), X, y),
    'mlp2': (MLPClassifier((5,), max_iter=20), X, two), 'mlp3': (MLPClassifier((5, 3), activation='tanh', max_iter=20), X, three),
    'mlp': (MLPRegressor(hidden_layer_sizes=(5,), activation='logistic', max_iter=20), X, y),
    'gaussian2': (GaussianNB(), X + [0, 1e6, 0, 0], two), 'gaussian3': (GaussianNB(), X, three), 'multinomial': (MultinomialNB(), np.abs(X).round(), three),
    'complement': (ComplementNB(norm=True), np.abs(X).round(), three), 'bernoulli2': (BernoulliNB(), X, two), 'bernoulli3': (BernoulliNB(binarize=0.2), X, three),
    'binary': (make_pipeline(Binarizer(threshold=0.5), BernoulliNB(binarize=None)), X, three), 'codebook': (KMeans(60, n_init=1), np.tile(X, 100), None),
    'kmeans': (KMeans(3, random_state=0, n_init=1), X, None), 'pca': (PCA(2), X, None), 'white': (PCA(2, whiten=True), X, None),
    'svd': (TruncatedSVD(2), X, None), 'scaler': (StandardScaler(), X, None), 'minmax': (MinMaxScaler(clip=True), X, None),
    'norm': (make_pipeline(MaxAbsScaler(), Normalizer('l1')), X, None),
    'pipe': (make_pipeline(RobustScaler(), PCA(3), LogisticRegression()), X, three),
    'impute': (make_pipeline(SimpleImputer(strategy='median'), StandardScaler(), RandomForestClassifier(5, random_state=0)), holes, two),
    'columns': (make_pipeline(ColumnTransformer([
        ('scale', make_pipeline(SimpleImputer(), StandardScaler()), [0, 1]), ('code', OneHotEncoder(drop='first'), [4])], remainder='passthrough'),
        LogisticRegression(max_iter=500)), table, three),
    'rest': (OneVsRestClassifier(LogisticRegression()), X, three), 'lda': (LinearDiscriminantAnalysis(), X, three), 'tweedie': (TweedieRegressor(power=1.5), X / 30, np.abs(y)),
    'boosts': (MultiOutputRegressor(GradientBoostingRegressor(n_estimators=5)), X, np.c_[y, -2 * y]), 'trees': (RandomForestRegressor(3), X, np.c_[y, -2 * y]),
    'search': (GridSearchCV(make_pipeline(StandardScaler(), Ridge()), {'ridge__alpha': [0.1, 1]}), X, y), 'powers': (make_pipeline(PolynomialFeatures(3), Ridge()), X / 30, y),
    'products': (PolynomialFeatures((2, 3), interaction_only=True), X, None), 'best': (make_pipeline(SelectKBest(k=2), RFE(Ridge(), n_features_to_select=1), Ridge()), X, y),
    'union': (make_pipeline(make_union(StandardScaler(), PCA(2)), Ridge()), X, y), 'indicator': (make_pipeline(SimpleImputer(add_indicator=True), Ridge()), holes, y),
    'places': (make_pipeline(ColumnTransformer([('code', OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=-1), [4])], remainder='passthrough'),
                             RandomForestClassifier(5, random_state=0)), table, three),
    'codes': (make_pipeline(OneHotEncoder(handle_unknown='ignore'), Ridge()), np.round(X[:, :2]), y),
}
folder = pathlib.Path(tempfile.mkdtemp())
checked = 0
import warnings
warnings.simplefilter('ignore')
for name, (model, data, target) in models.items():
    model.fit(data, target)
    with open(folder / f'{name}.pkl', 'wb') as file:
        pickle.dump(model, file)
    run = subprocess.run([*sys.argv[1:], 'export', '--to', 'onnx', '--format', 'json', '--force', '--out', str(folder), str(folder / f'{name}.pkl')],
                         capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f'{name}: {run.stdout}{run.stderr}')
    onnx.checker.check_model(str(folder / f'{name}.onnx'), full_check=True)
    session = onnxruntime.InferenceSession(str(folder / f'{name}.onnx'))
    inputs = session.get_inputs()
    if len(inputs) == 1:
        feeds = {inputs[0].name: np.asarray(data, dtype=np.float64)}
    else:
        feeds = {one.name: (data[:, [i]] if one.type == 'tensor(string)' else data[:, [i]].astype(np.float64)) for i, one in enumerate(inputs)}
    found = dict(zip([one.name for one in session.get_outputs()], session.run(None, feeds)))
    wanted = {}
    if hasattr(model, 'predict'):
        wanted['prediction'] = model.predict(data)
    if 'columns' in found:
        wanted = {'columns': model.transform(data)}
    if 'probabilities' in found:
        wanted['probabilities'] = model.predict_proba(data)
    if 'scores' in found:
        wanted['scores'] = model.decision_function(data)
    for output, values in wanted.items():
        values, got = np.asarray(values), np.asarray(found[output])
        if values.dtype.kind in 'OUS' or (output == 'prediction' and values.dtype.kind == 'i'):
            if list(map(str, values)) != list(map(str, got.ravel())):
                sys.exit(f'{name}: labels differ')
        else:
            np.testing.assert_allclose(got.reshape(values.shape), values, rtol=1e-6, atol=1e-9, err_msg=f'{name}: {output}')
        checked += values.size
print(f'ONNX Runtime agrees on {checked} numbers and labels of {len(models)} estimators')
