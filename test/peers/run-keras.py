"""Builds networks of Keras, lets modelbag export them, lets ONNX Runtime run the exports: run-keras.py MODELBAG_COMMAND…

Compares with what Keras predicts, in single floats: 1e-5 of the largest number of the output. KERAS_BACKEND may be any.
"""
import os, pathlib, subprocess, sys, tempfile
os.environ.setdefault('KERAS_BACKEND', 'jax')
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
os.environ['CUDA_VISIBLE_DEVICES'] = ''
import logging
logging.disable(logging.WARNING)
import keras, numpy as np, onnx, onnxruntime
from keras import layers as L

keras.utils.set_random_seed(3)
rng = np.random.default_rng(3)


def chain(shape, *layers, dtype=None):
    return keras.Sequential([keras.Input(shape, dtype=dtype), *layers])


def functional(shapes, build):
    inputs = [keras.Input(shape, name=f'in{i}') for i, shape in enumerate(shapes)]
    return keras.Model(inputs, build(*inputs))


def residual(x):
    y = L.Conv2D(4, 3, padding='same', use_bias=False)(x)
    y = L.BatchNormalization()(y)
    y = L.ReLU(max_value=6)(y)
    s = L.GlobalAveragePooling2D(keepdims=True)(y)
    s = L.Conv2D(4, 1, activation='sigmoid')(s)
    y = L.Multiply()([y, s])
    y = L.Add()([x, y])
    y = L.Concatenate()([y, x])
    y = L.MaxPooling2D(3, 2, padding='same')(y)
    return L.Dense(2, activation='softmax')(L.Flatten()(y))


block = keras.Sequential([keras.Input((6,)), L.Dense(6, activation='relu'), L.LayerNormalization()], name='block')
image, volume, steps = (13, 11, 4), (5, 6, 5, 2), (11, 3)
models = {
    'mlp': chain((5,), L.Dense(7, activation='relu'), L.Dropout(0.5), L.Dense(3, activation='softmax')),
    'deep': chain((4, 5), L.Dense(6, activation='tanh'), L.Permute((2, 1)), L.Reshape((-1, 3)), L.Flatten(), L.Dense(1)),
    'conv': chain(image, L.Conv2D(6, 3, strides=2, padding='same'), L.Conv2D(4, (2, 3), dilation_rate=2), L.Flatten(), L.Dense(2)),
    'groups': chain(image, L.Conv2D(8, 3, groups=2, activation='relu'), L.AveragePooling2D(2, padding='same'), L.GlobalMaxPooling2D()),
    'mobile': chain(image, L.ZeroPadding2D(((0, 1), (2, 1))), L.DepthwiseConv2D(3, strides=2, depth_multiplier=2), L.BatchNormalization(),
                    L.Activation('relu6'), L.SeparableConv2D(5, 3, padding='same'), L.Cropping2D((1, 0)), L.Flatten(), L.Dense(3)),
    'decode': chain((4, 5, 3), L.Conv2DTranspose(4, 3, strides=2, padding='same', activation='relu'), L.UpSampling2D((2, 1)),
                    L.Conv2DTranspose(2, 2, strides=3), L.Conv2DTranspose(2, 4, strides=2, padding='same'), L.Conv2DTranspose(3, 3)),
    'signal': chain(steps, L.Conv1D(4, 3, padding='causal', dilation_rate=2), L.SeparableConv1D(5, 3), L.MaxPooling1D(2),
                    L.Conv1DTranspose(3, 3, strides=2), L.ZeroPadding1D((1, 2)), L.AveragePooling1D(3, 1, padding='same'), L.GlobalAveragePooling1D()),
    'volume': chain(volume, L.Conv3D(3, 2, padding='same'), L.MaxPooling3D(2), L.Conv3DTranspose(2, 2), L.GlobalAveragePooling3D()),
    'free': chain((None, None, 3), L.Conv2D(4, 3, strides=2, padding='same'), L.Conv2D(4, 3, padding='same'), L.MaxPooling2D(2), L.GlobalMaxPooling2D()),
    'rnn': chain(steps, L.SimpleRNN(4, return_sequences=True), L.SimpleRNN(3, activation='relu', go_backwards=True)),
    'lstm': chain(steps, L.LSTM(4, return_sequences=True, go_backwards=True), L.LSTM(3, activation='softsign', recurrent_activation='hard_sigmoid')),
    'gru': chain((None, 3), L.GRU(4, return_sequences=True), L.GRU(3, reset_after=False), L.Dense(2)),
    'both': chain(steps, L.Bidirectional(L.LSTM(3, return_sequences=True)), L.Bidirectional(L.GRU(2), merge_mode='sum'), L.RepeatVector(3),
                  L.TimeDistributed(L.Dense(2))),
    'words': chain((None,), L.Embedding(20, 5), L.LSTM(4), L.Dense(1, activation='sigmoid'), dtype='int32'),
    'floats': chain((6,), L.Embedding(9, 3), L.Flatten(), L.Dense(2)),
    'standard': chain(image, L.Normalization(mean=None), L.Flatten(), L.Dense(2)),
    'norms': chain((3, 6), L.LayerNormalization(axis=[1, 2], center=False), L.LayerNormalization(scale=False), L.BatchNormalization(scale=False)),
    'activations': functional([(8,)], lambda x: L.Concatenate()([L.Activation(name)(x) for name in (
        'linear relu sigmoid tanh softplus softsign selu gelu silu mish exponential hard_silu hard_sigmoid relu6 leaky_relu elu celu '
        'softmax log_softmax').split()] + [L.LeakyReLU()(x), L.ELU(0.7)(x), L.PReLU()(x), L.Softmax()(x), L.ReLU(negative_slope=0.1)(x)])),
    'residual': functional([image], residual),
    'merges': functional([(6,), (6,), (6,)], lambda a, b, c: [
        L.Add()([a, b, c]), L.Subtract()([a, b]), L.Multiply()([a, b, c]), L.Average()([a, b, c]), L.Maximum()([a, b, c]), L.Minimum()([a, b])]),
    'shared': functional([(6,), (6,)], lambda a, b: L.Subtract()([block(a), block(L.Rescaling(1 / 4, 0.5)(b))])),
    'augment': chain(image, L.RandomFlip(), L.RandomRotation(0.1), L.Rescaling(1 / 127.5, offset=-1), L.SpatialDropout2D(0.3), L.GaussianNoise(1.0), L.Conv2D(2, 3)),
}
folder = pathlib.Path(tempfile.mkdtemp())
only = os.environ.get('ONLY')
checked = 0
for name, model in models.items():
    if only and name not in only.split(','):
        continue
    # Weights that nothing was left at its start.
    model.set_weights([np.abs(w) + 0.5 if 'variance' in v.path else w + rng.normal(scale=0.3, size=w.shape).astype(w.dtype)
                       if w.dtype == np.float32 else w for v, w in zip(model.weights, model.get_weights())])
    for layer in model.layers:  # Normalization uses new weights only when told, or when it is loaded.
        getattr(layer, 'finalize_state', lambda: None)()
    data = []
    for x in model.inputs:
        shape = [5] + [13 if size is None else size for size in x.shape[1:]]
        kind = rng.integers(0, 9, size=shape) if name in ('words', 'floats') else rng.normal(size=shape)
        data.append(kind.astype(x.dtype))
    wanted = model.predict(data if len(data) > 1 else data[0], verbose=0)
    for extension in ('keras', 'h5'):
        path = folder / f'{name}-{extension}.{extension}'
        model.save(path)
        run = subprocess.run([*sys.argv[1:], 'export', '--to', 'onnx', '--format', 'json', '--force', '--out', str(folder), str(path)],
                             capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f'{name}.{extension}: {run.stdout}{run.stderr}')
        onnx.checker.check_model(str(path.with_suffix('.onnx')), full_check=True)
        session = onnxruntime.InferenceSession(str(path.with_suffix('.onnx')))
        found = session.run(None, {one.name: data[i] for i, one in enumerate(session.get_inputs())})
        for got, values in zip(found, wanted if isinstance(wanted, list) else [wanted]):
            np.testing.assert_allclose(got, values, rtol=1e-5, atol=1e-5 * np.abs(values).max(), err_msg=f'{name}.{extension}')
            checked += values.size
print(f'ONNX Runtime agrees with Keras {keras.__version__} on {checked} numbers of {len(models)} networks')
