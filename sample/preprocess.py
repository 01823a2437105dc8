"""Halves every image in size and splits them into train/ and test/."""

import random
import sys

from contract import describe_all, input_files, log, output, parameters, version_name
from png import read_png, write_png

#: What this was written against. Hover it: the editor knows what is in there.
DATASET = "dataset://digits/v1"


def main():
    settings = parameters(test_share=0.2, seed=7)
    files = by_label(input_files("images", "*.png"))
    if len(files) < 2:
        sys.exit(f"One folder a digit is expected, as in {DATASET}.")
    version = f"dataset://digits-prepared/{version_name()}"
    shuffle = random.Random(settings.seed).shuffle
    made, counts = {}, {"train": 0, "test": 0}
    for label, images in sorted(files.items()):
        shuffle(images)
        tests = max(1, round(len(images) * settings.test_share))
        for number, image in enumerate(images):
            part = "test" if number < tests else "train"
            name = f"{part}/{label}/{image.name}"
            write_png(output(name), *halved(*read_png(image)))
            made[name] = {"valohai.dataset-versions": [version], "label": label}
            counts[part] += 1
    describe_all(made)
    log(images=sum(counts.values()), **counts)


def by_label(files):
    labels = {}
    for file in files:
        labels.setdefault(file.parent.name, []).append(file)
    return labels


def halved(width, height, pixels):
    """Every pixel becomes the mean of four."""
    half = bytearray()
    for y in range(0, height - 1, 2):
        for x in range(0, width - 1, 2):
            at = y * width + x
            half.append((pixels[at] + pixels[at + 1] + pixels[at + width] + pixels[at + width + 1]) // 4)
    return width // 2, height // 2, bytes(half)


if __name__ == "__main__":
    main()
