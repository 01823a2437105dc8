"""Tries the model on images it has never seen, and fails when it is not good enough."""

import json
import sys

from contract import describe, input_files, log, output, parameters, version_name
from model import best, probabilities, read_images


def main():
    settings = parameters(min_accuracy=0.6)
    model = json.loads(input_files("model", "model.json")[0].read_text(encoding="utf-8"))
    images = read_images(input_files("prepared", "test/*/*.png"))
    confusion = {label: dict.fromkeys(model["labels"], 0) for label in model["labels"]}
    for label, image in images:
        confusion[label][best(model, probabilities(model, image))] += 1
    accuracy = round(sum(confusion[label][label] for label in confusion) / len(images), 4)
    log(images=len(images), accuracy=accuracy)
    save(accuracy, confusion)
    if accuracy < settings.min_accuracy:
        sys.exit(f"The accuracy of {accuracy} is below the {settings.min_accuracy} that were asked for.")


def save(accuracy, confusion):
    properties = {"valohai.dataset-versions": [f"dataset://digits-evaluation/{version_name()}"]}
    report, table = output("report.json"), output("confusion.csv")
    report.write_text(json.dumps({"accuracy": accuracy, "confusion": confusion}, indent=2), encoding="utf-8")
    rows = [["digit", *confusion], *([label, *row.values()] for label, row in confusion.items())]
    table.write_text("".join(",".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    for path in (report, table):
        describe(path, properties)


if __name__ == "__main__":
    main()
