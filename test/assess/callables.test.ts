import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foreignOperators, judgeCallable, judgeGlobal, packageOf } from '../../src/assess/callables.js';
import lists from '../../src/assess/callables.json' with { type: 'json' };
import { byBytes } from '../../src/bytes/order.js';
import packages from '../../src/formats/python-packages.json' with { type: 'json' };

describe('judgeGlobal', () => {
  it.each([
    'os.system',
    'posix.system',
    'nt.system',
    'subprocess.Popen',
    'builtins.eval',
    '__builtin__.eval',
    'builtins.getattr',
    'pip.main',
    '_io.FileIO',
    'types.FunctionType',
    'marshal.loads',
    'operator.methodcaller',
    '_operator.attrgetter',
    'importlib.import_module',
    'pydoc.locate',
    'pkgutil.resolve_name',
    'cProfile.run',
    'runpy._run_code',
    'asyncio.unix_events._UnixSubprocessTransport._start',
    'numpy.testing._private.utils.runstring',
    'pandas.read_pickle',
    'torch.serialization.load',
    'torch.utils.collect_env.run',
    'torch.storage._load_from_bytes',
    'torch._dynamo.guards.GuardBuilder.get',
    'torch.jit.unsupported_tensor_ops.execWrapper',
    '_pickle.loads',
    'sys.modules',
    'urllib.request.urlretrieve',
    'cloudpickle.cloudpickle._make_function',
    'dill._dill._create_code',
    'numpy.load',
    'joblib.load',
  ])('calls %s dangerous', (name) => {
    expect(judgeGlobal(name)).toBe('dangerous');
  });

  it('sees attribute walks that start at a harmless name', () => {
    expect(judgeGlobal('pathlib.os.system')).toBe('dangerous');
    expect(judgeGlobal('collections.OrderedDict.__reduce__')).toBe('dangerous');
    expect(judgeGlobal('sklearn.linear_model.os.Popen')).toBe('dangerous');
    expect(judgeGlobal('random._os.system')).toBe('dangerous');
    expect(judgeGlobal('transformers.trainer.torch.load')).toBe('dangerous');
    expect(judgeGlobal('transformers.trainer.torch.hub.load')).toBe('dangerous');
    expect(judgeGlobal('keras.src.backend.torch.export.TorchExportArchive')).toBe('library-classes');
  });

  it.each([
    'collections.OrderedDict',
    'torch._utils._rebuild_tensor_v2',
    '__builtin__.set',
    'copy_reg._reconstructor',
    'numpy.core.multiarray._reconstruct',
  ])('calls %s data', (name) => {
    expect(judgeGlobal(name)).toBe('safe');
  });

  it.each([
    ['sklearn.linear_model._logistic.LogisticRegression', 'scikit-learn'],
    ['torch.nn.modules.linear.Linear', 'torch'],
    ['transformers.models.bert.modeling_bert.BertModel', 'transformers'],
    ['sklearn.neighbors._unsupervised.NearestNeighbors', 'scikit-learn'],
    ['sklearn._loss._loss.CyHalfSquaredError', 'scikit-learn'],
    ['torch.distributed.checkpoint.metadata.TensorStorageMetadata', 'torch'],
    ['keras.src.utils.tracking.TrackedList', 'keras'],
    ['river.tree.hoeffding_tree_classifier.HoeffdingTreeClassifier', 'river'],
    ['optuna.storages._in_memory.InMemoryStorage', 'optuna'],
    ['scipy.stats._stats_py.LinregressResult', 'scipy'],
    ['statsmodels.genmod.generalized_estimating_equations.GEE', 'statsmodels'],
  ])('calls %s a class of %s', (name, owner) => {
    expect(judgeGlobal(name)).toBe('library-classes');
    expect(packageOf(name)).toBe(owner);
  });

  it('knows nothing of names in no list, also where their parts look familiar', () => {
    // A project's own modules may be called like modules of the standard library.
    for (const name of [
      'my_pkg.Model',
      'test.MyNet',
      'profile.UserProfile',
      'src.eval.Evaluator',
      'torch.nn.modules',
      'sklearn',
      'builtins.map',
      // Well-known packages vouch for the names that they define, not for others.
      'sklearn.linear_model.Evil',
      'sklearn.linear_model._base.LinearRegression2',
      'torch.nn.modules.container.Payload',
      'transformers.models.bert.modeling_bert.BertBackdoor',
      'pandas.core.frame.DataFrame.Sub',
      'torch.nn.modules.linear.Linear.Forward',
    ])
      expect([name, judgeGlobal(name)]).toEqual([name, 'unknown']);
  });

  it('knows no modules that import what they are named after', () => {
    for (const name of [
      'keras.src.utils.module_utils.LazyModule',
      'trl._lazy_module._LazyModule',
      'optuna._LazyImport',
    ])
      expect([name, judgeGlobal(name)]).not.toEqual([name, 'library-classes']);
  });

  it('tells a name that is called from one that is referred to', () => {
    expect(judgeGlobal('numpy.memmap')).toBe('safe');
    expect(judgeCallable('global-call', 'numpy.memmap')).toBe('dangerous');
  });

  it('tells a method that honest instances keep from one that is called, and from every other', () => {
    const kept = 'scipy.stats._discrete_distns.randint_gen._entropy';
    expect(judgeGlobal(kept)).toBe('library-classes');
    expect(judgeCallable('global-call', kept)).toBe('unknown');
    for (const name of [
      'my_pkg.Thing._entropy',
      'torch.nn.modules.linear.Linear.forward',
      'pandas.core.frame.DataFrame.to_pickle',
      'pandas.core.frame.DataFrame.query',
      'transformers.modeling_utils.PreTrainedModel.from_pretrained',
    ])
      expect([name, judgeGlobal(name)]).not.toEqual([name, 'library-classes']);
  });

  it('judges calls of unknown names by what their last part says in every library', () => {
    for (const name of ['my_pkg.Thing.from_pretrained', 'my_pkg.net.urlopen', 'somewhere.read_pickle']) {
      expect([name, judgeGlobal(name)]).toEqual([name, 'unknown']);
      expect([name, judgeCallable('global-call', name)]).toEqual([name, 'dangerous']);
    }
    expect(judgeCallable('global-call', 'my_pkg.Model')).toBe('unknown');
  });

  it('takes any walk over attributes with two underscores for an attack', () => {
    expect(judgeGlobal('torch.nn.modules.linear.Linear.__init__.__globals__')).toBe('dangerous');
    expect(judgeGlobal('my_pkg.Thing.__class__')).toBe('dangerous');
    expect(judgeGlobal('__main__.Model')).toBe('unknown');
  });

  it('takes look-alike letters for what they are', () => {
    expect(judgeGlobal('collections.OrderedDiсt')).toBe('unknown'); // Cyrillic с
  });

  it('never calls a name safe or a library class because something was put behind it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...lists.dangerous), fc.stringMatching(/^[a-z_]{1,8}$/), (dangerous, more) => {
        expect(judgeGlobal(`${dangerous}.${more}`)).not.toBe('safe');
      }),
    );
  });

  it('says unknown, at most, of any name that no list has a part of', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(['safe', 'library-classes', 'unknown', 'dangerous']).toContain(judgeGlobal(name));
        expect(['unknown', 'dangerous']).toContain(judgeGlobal(`zz_${name}`));
      }),
    );
  });
});

describe('judgeCallable', () => {
  it('judges names by the lists of their language', () => {
    expect(judgeCallable('tf-op', 'ReadFile')).toBe('dangerous');
    expect(judgeCallable('tf-op', 'InitializeTableFromTextFileV2')).toBe('unknown');
    expect(judgeCallable('keras-code', 'keras.layers.Lambda')).toBe('dangerous');
    expect(judgeCallable('keras-code', 'keras.utils.get_file')).toBe('dangerous');
    expect(judgeCallable('keras-code', 'my_package.MyLayer')).toBe('unknown');
    expect(judgeCallable('r-code', 'system')).toBe('dangerous');
    expect(judgeCallable('r-code', 'url')).toBe('dangerous');
    expect(judgeCallable('r-code', 'namespace:stats')).toBe('library-classes');
    expect(judgeCallable('r-package-code', 'base::system')).toBe('dangerous');
    expect(judgeCallable('torchscript-op', 'aten::from_file')).toBe('dangerous');
  });

  it('accuses no package of R of removing and compiling its own files, and passes it neither', () => {
    for (const name of ['unlink', 'file.remove', 'cxxfunction', 'processx::run']) {
      expect(judgeCallable('r-package-code', name)).toBe('unknown');
      expect(judgeCallable('r-code', name)).toBe('dangerous');
    }
    expect(judgeCallable('r-package-code', 'str2lang')).toBe('unknown');
  });

  it('knows what a fitted Prophet holds, and that its compiler may be restored but not called', () => {
    for (const name of ['prophet.models.CmdStanPyBackend', 'cmdstanpy.model.CmdStanModel', 'stanio.reshape.Variable'])
      expect(judgeCallable('object-made', name)).toBe('library-classes');
    expect(judgeCallable('global-call', 'cmdstanpy.model.CmdStanModel')).toBe('dangerous');
    expect(judgeGlobal('numpy.random.__RandomState_ctor')).toBe('safe');
    expect(judgeGlobal('cmdstanpy.cmdstan_args.Method.OPTIMIZE')).toBe('library-classes');
    expect(judgeGlobal('cmdstanpy.cmdstan_args.Method.from_file')).not.toBe('library-classes');
    expect(judgeGlobal('cmdstanpy.cmdstan_args.OPTIMIZE')).toBe('unknown');
  });

  it('never passes a call without a name', () => {
    expect(judgeCallable('global-call', undefined)).toBe('unknown');
  });

  it('takes setting something on a function for an attack, whatever the function', () => {
    expect(judgeCallable('set-on-global', 'numpy.prod')).toBe('dangerous');
  });
});

it('knows what brings whole sessions back, and what compiles or runs other languages from R', () => {
  expect(judgeGlobal('dill.load_session')).toBe('dangerous');
  for (const name of ['Rcpp::sourceCpp', 'reticulate::py_run_file', 'source_url'])
    expect(judgeCallable('r-code', name)).toBe('dangerous');
});

describe('foreignOperators', () => {
  it('lists operators that no runtime brings along', () => {
    expect(
      foreignOperators(['Add', 'ai.onnx.ml::Scaler', 'my.ops::Foo', 'my.ops::Bar', 'com.microsoft::Gelu']),
    ).toEqual(['my.ops::Foo', 'my.ops::Bar']);
  });
  it('knows no domain as a whole', () => {
    expect(foreignOperators(['com.microsoft::Gelu', 'com.microsoft::Evil', 'ai.onnx::Evil', 'aten::add'])).toEqual([
      'com.microsoft::Evil',
      'ai.onnx::Evil',
    ]);
  });
  it('names operators of known domains that carry foreign code', () => {
    expect(foreignOperators(['com.microsoft::PythonOp', 'com.microsoft::Gelu', 'com.microsoft::Snpe'])).toEqual([
      'com.microsoft::PythonOp',
      'com.microsoft::Snpe',
    ]);
  });
});

/** Modules of the standard library that the newest Python does not have any more, or that this list does not have yet. */
const OTHER_PYTHONS =
  /^(?:_(?:android|apple|ios)_support|_bootlocale|_colorize|_dummy_thread(?:ing)?|_interpreters|_py_warnings|_pyrepl|_remote_debugging|_sysconfig(?:data)?|_test\w+|_xx\w+|annotationlib|anydbm|binhex|bsddb|dircache|dumbdbm|dummy_threading|gdbm|hotshot|httplib|ihooks|macpath|macurl2path|popen2|rexec|sitecustomize|statcache|urllib2|whichdb|xmlrpclib)$/;

describe('the lists of callables', () => {
  it('call no package as a whole dangerous, except modules of the standard library', () => {
    const whole = lists.dangerous.filter((name) => !name.includes('.'));
    const standard = new Set(packages.standardLibrary);
    expect(whole.filter((name) => !standard.has(name) && !OTHER_PYTHONS.test(name))).toEqual([]);
  });

  it('accuse no honest object of a package for what else the package can do', () => {
    for (const name of [
      'yaml.nodes.ScalarNode',
      'sqlalchemy.engine.row.Row',
      'sqlalchemy.dialects.postgresql.json.JSONB',
      'sqlalchemy.util.langhelpers.symbol',
      'pyspark.ml.linalg.DenseVector',
      'pyspark.sql.types._create_row',
      'pyspark.serializers._restore',
      'h2o.estimators.gbm.H2OGradientBoostingEstimator',
      'ray.rllib.policy.sample_batch.SampleBatch',
      'mmcv.utils.config.ConfigDict',
      'hydra.core.utils.JobReturn',
      'huggingface_hub.utils._validators.HFValidationError',
      'requests.structures.CaseInsensitiveDict',
      'ruamel.yaml.comments.CommentedMap',
      'redis.exceptions.RedisError',
    ])
      expect([name, judgeGlobal(name)]).toEqual([name, 'unknown']);
    for (const name of [
      'os.stat_result',
      'optparse.Values',
      'urllib.parse.ParseResult',
      'subprocess.CompletedProcess',
      'mmengine.config.config.ConfigDict',
    ])
      expect([name, judgeGlobal(name)]).toEqual([name, 'library-classes']);
  });

  it('name what such packages execute, load and fetch', () => {
    for (const name of [
      'yaml.unsafe_load',
      'yaml.constructor.UnsafeConstructor',
      'sqlalchemy.create_engine',
      'pyspark.cloudpickle.loads',
      'pyspark.serializers.CloudPickleSerializer',
      'h2o.load_model',
      'ray.cloudpickle.loads',
      'requests.get',
      'pip._internal.main',
      'jinja2.Template',
      'hydra.utils.instantiate',
      'cffi.FFI',
    ])
      expect([name, judgeGlobal(name)]).toEqual([name, 'dangerous']);
  });

  it('are sorted, unique and free of contradictions', () => {
    for (const names of [
      lists.data,
      lists.libraryNames,
      lists.dangerous,
      lists.kerasDangerous,
      lists.tensorflowDangerous,
      lists.torchscriptDangerous,
      lists.rDangerous,
    ]) {
      expect(names).toEqual([...new Set(names)].sort(byBytes));
    }
    expect(lists.data.filter((name) => judgeGlobal(name) !== 'safe')).toEqual([]);
    expect(lists.libraryNames.filter((name) => judgeGlobal(name) !== 'library-classes')).toEqual([]);
    // What is data by itself may have methods that are not.
    const data = new Set(lists.data);
    expect(lists.dangerous.filter((name) => !data.has(name) && judgeGlobal(name) !== 'dangerous')).toEqual([]);
  });
});
