"""Trains the classifier and writes checkpoints, the final model, its open copies and the metrics.

Everything random draws from the one seed in params.toml; one thread and deterministic algorithms make
the result the same, bit for bit, on every run with the locked environment.
"""

import csv
import json
import tomllib
from pathlib import Path

import numpy as np
import torch
from torch import nn

from export import write_onnx, write_safetensors
from model import SPECIES, Classifier

FEATURES = ["sepal_length", "sepal_width", "petal_length", "petal_width"]


def read_data(path):
    """Measurements in centimeters, and the species as an index into SPECIES."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    measures = np.array([[float(row[name]) for name in FEATURES] for row in rows], dtype=np.float32)
    labels = np.array([SPECIES.index(row["species"]) for row in rows])
    return torch.from_numpy(measures), torch.from_numpy(labels)


def split(labels, share, seed):
    """Indexes for training and test, the same share of every species in each."""
    generator = np.random.default_rng(seed)
    train, test = [], []
    for species in range(len(SPECIES)):
        shuffled = generator.permutation(np.flatnonzero(labels.numpy() == species))
        count = round(len(shuffled) * share)
        test.extend(shuffled[:count])
        train.extend(shuffled[count:])
    return torch.tensor(sorted(train)), torch.tensor(sorted(test))


def evaluate(model, measures, labels):
    with torch.no_grad():
        logits = model(measures)
        loss = nn.functional.cross_entropy(logits, labels).item()
        accuracy = (logits.argmax(dim=1) == labels).float().mean().item()
    return {"accuracy": round(accuracy, 6), "loss": round(loss, 6)}


def main():
    with open("params.toml", "rb") as file:
        params = tomllib.load(file)

    torch.manual_seed(params["seed"])
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)

    measures, labels = read_data("data/iris.csv")
    train, test = split(labels, params["test_share"], params["seed"])

    model = Classifier(params["hidden_size"])
    model.mean.copy_(measures[train].mean(dim=0))
    model.scale.copy_(measures[train].std(dim=0))
    optimizer = torch.optim.Adam(
        model.parameters(), lr=params["learning_rate"], weight_decay=params["weight_decay"]
    )

    Path("models/checkpoints").mkdir(parents=True, exist_ok=True)
    for epoch in range(1, params["epochs"] + 1):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(measures[train]), labels[train])
        loss.backward()
        optimizer.step()
        if epoch % params["checkpoint_every"] == 0 and epoch < params["epochs"]:
            torch.save(model.state_dict(), f"models/checkpoints/epoch-{epoch}.pt")

    torch.save(model.state_dict(), "models/iris.pt")
    write_safetensors(model, "models/iris.safetensors")
    write_onnx(model, "models/iris.onnx")

    metrics = {
        "train": evaluate(model, measures[train], labels[train]),
        "test": evaluate(model, measures[test], labels[test]),
    }
    Path("metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    print(json.dumps(metrics))


if __name__ == "__main__":
    main()
