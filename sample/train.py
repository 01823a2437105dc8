"""Learns to tell the digits apart and leaves the model as a version of digits-model."""

import json
import math
import random

from contract import describe, input_files, log, output, parameters
from model import best, learn, new_model, read_images

#: Where the model says it comes from.
DATASET = "dataset://digits-prepared/latest"


def main():
    settings = parameters(epochs=12, learning_rate=0.1, seed=7)
    images = read_images(input_files("prepared", "train/*/*.png"))
    labels = sorted({label for label, _ in images})
    model = new_model(labels, 1 + max(at for _, image in images for at, _ in image))
    shuffle = random.Random(settings.seed).shuffle
    for epoch in range(1, settings.epochs + 1):
        shuffle(images)
        log(epoch=epoch, **train_once(model, images, settings.learning_rate))
    save(model)


def train_once(model, images, rate):
    right, loss = 0, 0.0
    for label, image in images:
        before = learn(model, label, image, rate)
        right += best(model, before) == label
        loss -= math.log(max(before[model["labels"].index(label)], 1e-12))
    return {"accuracy": round(right / len(images), 4), "loss": round(loss / len(images), 4)}


def save(model):
    # rounded, so that the same training gives the same bytes on every machine
    model["weights"] = [[round(weight, 6) for weight in weights] for weights in model["weights"]]
    model["biases"] = [round(bias, 6) for bias in model["biases"]]
    path = output("model.json")
    path.write_text(json.dumps({"trained on": DATASET, **model}), encoding="utf-8")
    describe(path, {"valohai.model-versions": ["model://digits-model/"]})


if __name__ == "__main__":
    main()
