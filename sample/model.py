"""Softmax regression: one weight for each digit and pixel, and a bias for each digit."""

import math

from png import read_png


def read_images(files):
    """[(label, [(pixel index, brightness 0..1)])]; dark pixels are left out."""
    return [(file.parent.name, lit(read_png(file)[2])) for file in files]


def lit(pixels):
    return [(at, value / 255) for at, value in enumerate(pixels) if value]


def new_model(labels, pixels):
    return {"labels": labels, "weights": [[0.0] * pixels for _ in labels], "biases": [0.0] * len(labels)}


def probabilities(model, image):
    scores = [
        bias + sum(weights[at] * value for at, value in image)
        for weights, bias in zip(model["weights"], model["biases"])
    ]
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def learn(model, label, image, rate):
    """One step downhill for one image; the probabilities from before it."""
    before = probabilities(model, image)
    for number, name in enumerate(model["labels"]):
        step = rate * (before[number] - (name == label))
        model["biases"][number] -= step
        weights = model["weights"][number]
        for at, value in image:
            weights[at] -= step * value
    return before


def best(model, chances):
    return model["labels"][chances.index(max(chances))]
