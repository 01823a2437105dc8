/** A pipeline file with one of each, for names to be offered from. */

export const steps = `- step:
    name: preprocess
    image: python:3.13
    command: python preprocess.py
    inputs:
      - name: images
        default: digits:v3
    outputs:
      - name: train.csv
      - name: labels.csv
- step:
    name: train
    image: python:3.13
    command: python train.py {parameters}
    inputs:
      - name: dataset
        default: digits:v2
      - name: labels
    parameters:
      - name: epochs
        type: integer
        default: 5
      - name: rate
        type: float
    environment-variables:
      - name: LOG
- task:
    name: search
    step: train
    parameters:
      - name: epochs
        style: multiple
        rules:
          items: [1, 2]
- endpoint:
    name: answer
    image: python:3.13
    server-command: python serve.py
    files:
      - name: model
        path: model.pkl
- deployment:
    name: production
    defaults:
      target: cluster
`;

/** A pipeline of these, without edges. */
export const nodes = `- pipeline:
    name: all
    nodes:
      - name: preprocess
        type: execution
        step: preprocess
      - name: train
        type: task
        task: search
      - name: deploy
        type: deployment
        deployment: production
`;
