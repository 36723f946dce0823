"""A whole InvokeAI server whose sessions leave nothing to chance. Run by a Python that has the `invokeai` package.

    ordered_server.py FOLDER    the folder holds `invokeai.yaml`

The server puts edges into sets and gives the copies of nodes random ids, and takes them in the order of those: which of
two nodes that are ready runs first, and in which order a `collect` finds items of the same place, is another one each
time. Here edges keep their order and ids count up; everything else is the server as it is.
"""

import gc
import itertools
import sys

from invokeai.frontend.cli.arg_parser import InvokeAIArgs

sys.argv = ["invokeai-web", "--root", sys.argv[1]]
InvokeAIArgs.parse_args()  # before anything asks for the configuration

import networkx  # noqa: E402
from invokeai.app.run_app import run_app  # noqa: E402
from invokeai.app.services.shared import graph  # noqa: E402
from PIL import Image  # noqa: E402


def in_order(self, nx_graph=None):
    found = networkx.DiGraph() if nx_graph is None else nx_graph
    found.add_nodes_from(self.nodes)
    found.add_edges_from(dict.fromkeys((edge.source.node_id, edge.destination.node_id) for edge in self.edges))
    return found


class Networkx:
    def __getattr__(self, name):
        return getattr(networkx, name)

    def ancestors(self, of, node):
        found = networkx.ancestors(of, node)
        return dict.fromkeys(each for each in networkx.topological_sort(of) if each in found)


numbers = itertools.count()
graph.nx = Networkx()
graph.Graph.nx_graph = in_order
graph.Graph.nx_graph_flat = in_order
graph.uuid_string = lambda: f"copy-{next(numbers):09d}"

gc.collect = lambda *_: 0  # else the server looks through all of its libraries before each session
Image.Image.show = lambda *_: None  # there is nobody to look at windows
run_app()
