"""Open copies of the trained model. Every tensor keeps its name, its type and its bytes."""

from pathlib import Path

import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import save_file

from model import SPECIES


def write_safetensors(model, path):
    """The weights alone, readable without any framework."""
    tensors = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    # One key alone: the order of several is left to chance by the library.
    save_file(tensors, path, metadata={"format": "pt"})


def write_onnx(model, path):
    """The whole network: weights as initializers, the graph in six operators, probabilities as output."""
    initializers = [
        numpy_helper.from_array(tensor.numpy(), name) for name, tensor in model.state_dict().items()
    ]
    nodes = [
        helper.make_node("Sub", ["measures", "mean"], ["centered"]),
        helper.make_node("Div", ["centered", "scale"], ["standardized"]),
        helper.make_node("Gemm", ["standardized", "hidden.weight", "hidden.bias"], ["sums"], transB=1),
        helper.make_node("Relu", ["sums"], ["activations"]),
        helper.make_node("Gemm", ["activations", "output.weight", "output.bias"], ["logits"], transB=1),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "iris",
        [helper.make_tensor_value_info("measures", TensorProto.FLOAT, ["flowers", 4])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["flowers", len(SPECIES)])],
        initializers,
    )
    exported = helper.make_model(
        graph,
        producer_name="iris",
        producer_version="1.0.0",
        ir_version=10,
        opset_imports=[helper.make_opsetid("", 21)],
    )
    helper.set_model_props(exported, {"labels": ",".join(SPECIES)})
    onnx.checker.check_model(exported, full_check=True)
    Path(path).write_bytes(exported.SerializeToString(deterministic=True))
