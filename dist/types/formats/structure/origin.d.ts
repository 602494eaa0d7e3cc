/** What made the model: `{ framework: 'scikit-learn', version: '1.9.1', className: 'sklearn.linear_model._base.LinearRegression' }`. */
export interface Origin {
    framework: 'keras' | 'onnx' | 'scikit-learn' | 'r';
    /** Empty where the file does not say. */
    version: string;
    className: string;
}
