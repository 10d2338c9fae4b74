"""What vnetd says of itself, as validators: of replies, of errors and of notifications. By Python's jsonschema, which
knows nothing of vnet."""
import json
import socket

from jsonschema import Draft7Validator, FormatChecker

IDS = {"type": ["string", "integer"]}


def ask(path, method, params=None):
    """The result of one call."""
    with socket.socket(socket.AF_UNIX) as daemon:
        daemon.connect(path)
        daemon.sendall(json.dumps({"id": 1, "method": method, "params": params or {}}).encode() + b"\n")
        with daemon.makefile("rb") as replies:
            reply = json.loads(replies.readline())
    return reply["result"]


class Schemas:
    """The schemas of an OpenRPC document."""

    def __init__(self, document):
        self.components = document["components"]
        self.methods = {method["name"]: method for method in document["methods"]}
        self.notifications = {
            name.removeprefix("notification."): schema
            for name, schema in self.components["schemas"].items() if name.startswith("notification.")
        }
        self.validators = {}

    def validator(self, key, schema):
        if key not in self.validators:
            schema = {**schema, "components": self.components}
            Draft7Validator.check_schema(schema)
            self.validators[key] = Draft7Validator(schema, format_checker=FormatChecker())
        return self.validators[key]

    def faults_of_reply(self, method, params, reply):
        """What is wrong with the reply to a request, one line each."""
        if set(reply) - {"result", "error"} != {"jsonrpc", "id"} or len(reply) != 3 or reply["jsonrpc"] != "2.0":
            return [f"{method}: not a JSON-RPC reply: {reply}"]
        if "result" in reply:
            return self.faults(method, self.methods[method]["result"]["schema"], reply["result"])
        return self.faults_of_error(method, reply["error"])

    def faults_of_error(self, method, error):
        for known in self.methods[method]["errors"]:
            if known["code"] == error["code"]:
                return self.faults(f"{method} {known['code']}", known["data"], error["data"])
        return [f"{method}: the error {error['data']['code']} is not among those of the method"]

    def faults_of_notification(self, message):
        name = message.get("method")
        if set(message) != {"jsonrpc", "method", "params"} or name not in self.notifications:
            return [f"not a known notification: {message}"]
        return self.faults(f"notification {name}", self.notifications[name], message["params"])

    def faults(self, key, schema, value):
        return [
            f"{key}: {fault.json_path}: {fault.message[:300]}" for fault in self.validator(key, schema).iter_errors(value)
        ]
