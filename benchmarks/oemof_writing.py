"""The written network a third time, as an oemof-solph system, and its rules in Pyomo.

Buses, sources, sinks, converters and storages are oemof's own; a store with one link in and one link out becomes one
storage with its conversion factors, as oemof's users write it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from oemof import solph
from pyomo.contrib.appsi.solvers import Highs
from pyomo.environ import ConstraintList, NonNegativeReals, Var, quicksum

from energy_model.write.pypsa import Writing
from energy_model.write.pypsa.linear import Quantity, Term
from energy_model.write.pypsa.writing import Added, Row

AMPLE = 1e3  # limit of a flow that nothing else limits, so that no interior point runs off along a loop

Value = Callable[[Any, int], Any]


@dataclass
class _System:
    """A system in the making: nodes, and where each variable of the network is found in the model."""

    written: Writing
    nodes: dict[str, Any] = field(default_factory=dict)
    values: dict[tuple[str, str, str], Value] = field(default_factory=dict)
    stores: dict[str, pd.Series] = field(default_factory=dict)

    def hourly(self, component: str, attribute: str, name: str) -> Any:
        """Return an attribute as a list over the steps, or as a number."""
        listed = self.written.network.c[component].dynamic[attribute]
        if name in listed:
            return listed[name].to_numpy()
        return float(self.written.network.c[component].static.at[name, attribute])

    def flow(self, component: str, name: str, per: float = 1.0) -> Any:
        """Return the flow of a generator or a link; `per` is power of the network per power of the flow."""
        said = self.written.network.c[component].static.loc[name]
        nominal: Any = said["p_nom"] / per
        if said["p_nom_extendable"]:
            low, high = said["p_nom_min"] / per, said["p_nom_max"] / per
            nominal = solph.Investment(ep_costs=said["capital_cost"] * per, minimum=low, maximum=high)
        return solph.Flow(
            nominal_capacity=nominal,
            maximum=self.hourly(component, "p_max_pu", name),
            minimum=self.hourly(component, "p_min_pu", name),
            variable_costs=self.hourly(component, "marginal_cost", name) * per,
        )

    def keep(self, component: str, name: str, ends: tuple[Any, Any], per: float = 1.0) -> None:
        """Keep where power and nominal power of a component are found."""
        self.values[component, "p", name] = lambda m, t: per * m.flow[(*ends, t)]
        self.values[component, "p_nom", name] = lambda m, t: per * m.InvestmentFlowBlock.invest[(*ends, 0)]


def write_system(written: Writing) -> Any:
    """Return the Pyomo model of the system that oemof-solph makes, with all rules added.

    Parameters
    ----------
    written : Writing
        A case as a network.
    """
    system = _System(written)
    hours = written.case.axis.hours
    energy_system = solph.EnergySystem(timeindex=np.cumsum([0.0, *hours]), infer_last_interval=False)
    for bus in written.network.buses.index:
        system.nodes[f"bus {bus}"] = solph.Bus(label=f"bus {bus}")
    for name in written.network.generators.index:
        _add_generator(system, name)
    for name, bus in written.network.loads.bus.items():
        flow = solph.Flow(fix=system.hourly("Load", "p_set", name), nominal_capacity=1.0)
        system.nodes[f"load {name}"] = solph.components.Sink(f"load {name}", inputs={system.nodes[f"bus {bus}"]: flow})
    taken = {link for name in written.network.stores.index for link in _add_store(system, name)}
    for name in written.network.links.index.difference(taken):
        _add_link(system, name)
    energy_system.add(*system.nodes.values())
    model = solph.Model(energy_system, objective_weighting=written.case.axis.weight.tolist())
    _add_rules(system, model)
    return model


def solve_system(model: Any, options: dict[str, str]) -> tuple[str, float]:
    """Solve a model with HiGHS and return how it ended and its cost [MCNY/a]."""
    solver = Highs()
    solver.config.load_solution = False
    solver.highs_options = options
    found = solver.solve(model)
    return str(found.termination_condition), float(found.best_feasible_objective)


def _add_generator(system: _System, name: str) -> None:
    """Add a source, or a sink where power is taken."""
    said = system.written.network.generators.loc[name]
    bus, flow = system.nodes[f"bus {said['bus']}"], system.flow("Generator", name)
    if said["sign"] > 0:
        node = solph.components.Source(f"generator {name}", outputs={bus: flow})
        system.keep("Generator", name, (node, bus))
    else:
        node = solph.components.Sink(f"generator {name}", inputs={bus: flow})
        system.keep("Generator", name, (bus, node))
    system.nodes[f"generator {name}"] = node


def _add_link(system: _System, name: str) -> None:
    """Add a converter; a link with a negative efficiency takes power at both ends and gives a product away."""
    said = system.written.network.links.loc[name]
    begin, end = (system.nodes[f"bus {said[word]}"] for word in ("bus0", "bus1"))
    inputs, factors = {begin: system.flow("Link", name)}, {end: said["efficiency"]}
    if said["efficiency"] < 0:
        inputs[end] = solph.Flow()
        product = system.nodes[f"product {name}"] = solph.Bus(label=f"product {name}")
        system.nodes[f"given {name}"] = solph.components.Sink(f"given {name}", inputs={product: solph.Flow()})
        factors, end = {end: -said["efficiency"], product: 1.0}, product
    node = solph.components.Converter(
        f"link {name}", inputs=inputs, outputs={end: solph.Flow()}, conversion_factors=factors
    )
    system.nodes[f"link {name}"] = node
    system.keep("Link", name, (begin, node))


def _add_store(system: _System, name: str) -> tuple[str, ...]:
    """Add a storage; return the links that became part of it."""
    network = system.written.network
    said = network.stores.loc[name]
    links, bus = network.links, said["bus"]
    ins, outs = links.index[links.bus1 == bus], links.index[links.bus0 == bus]
    others = (network.generators.bus == bus).any() or (network.loads.bus == bus).any()
    alone = len(ins) == len(outs) == 1 and not others
    begin = end = system.nodes[f"bus {bus}"]
    flows = (solph.Flow(nominal_capacity=AMPLE), solph.Flow(nominal_capacity=AMPLE))
    yields = (1.0, 1.0)
    if alone:
        begin, end = system.nodes[f"bus {links.bus0[ins[0]]}"], system.nodes[f"bus {links.bus1[outs[0]]}"]
        yields = (float(links.efficiency[ins[0]]), float(links.efficiency[outs[0]]))
        flows = (system.flow("Link", ins[0]), system.flow("Link", outs[0], 1.0 / yields[1]))
    node = solph.components.GenericStorage(
        f"store {name}",
        inputs={begin: flows[0]},
        outputs={end: flows[1]},
        nominal_capacity=said["e_nom_max"] if said["e_nom_extendable"] else said["e_nom"],
        min_storage_level=0.0 if said["e_nom_extendable"] else said["e_min_pu"],
        loss_rate=said["standing_loss"],
        inflow_conversion_factor=yields[0],
        outflow_conversion_factor=yields[1],
    )
    system.nodes[f"store {name}"] = node
    system.values["Store", "e", name] = lambda m, t: m.GenericStorageBlock.storage_content[node, t + 1]
    if said["e_nom_extendable"]:
        system.stores[name] = said
    if not alone:
        return ()
    system.keep("Link", ins[0], (begin, node))
    system.keep("Link", outs[0], (node, end), 1.0 / yields[1])
    return ins[0], outs[0]


def _add_rules(system: _System, model: Any) -> None:
    """Add the variables, rows and costs that the components have no place for."""
    steps = range(len(system.written.case.axis))
    cost = model.objective.expr
    for name, said in system.stores.items():
        cost = cost + _add_store_size(system, model, name, said)
    for added in system.written.added.values():
        cost = cost + _add_variable(system, model, added)
    model.objective.set_value(cost)
    model.added_rows = ConstraintList()
    for row in system.written.rows:
        for t in steps if row.span == "hour" else (0,):
            _add_row(system, model, row, t)


def _add_store_size(system: _System, model: Any, name: str, said: pd.Series) -> Any:
    """Add the size of a storage as a variable that limits its content; return its cost."""
    size = Var(bounds=(said["e_nom_min"], said["e_nom_max"]))
    model.add_component(f"size of {name}", size)
    level = system.values["Store", "e", name]
    within = ConstraintList()
    model.add_component(f"content of {name}", within)
    for t in range(len(system.written.case.axis)):
        within.add(level(model, t) <= size)
        if said["e_min_pu"] > 0:
            within.add(level(model, t) >= said["e_min_pu"] * size)
    system.values["Store", "e_nom", name] = lambda m, t: size
    return said["capital_cost"] * size


def _add_variable(system: _System, model: Any, added: Added) -> Any:
    """Add a variable that is no component; return its cost."""
    axis = system.written.case.axis
    count = {"hour": len(axis), "slot": axis.slots, "year": 1}[added.span]
    upper = np.broadcast_to(added.upper, count)
    bounds = {i: (0.0, float(upper[i]) if np.isfinite(upper[i]) else None) for i in range(count)}
    variable = Var(range(count), domain=NonNegativeReals, bounds=bounds)
    model.add_component(f"added {added.name}", variable)
    hourly = added.span != "year"
    system.values["", "", added.name] = lambda m, t: variable[t if hourly else 0]
    prices = np.broadcast_to(added.cost, count) * (axis.weight if added.span == "hour" else 1.0)
    return quicksum(float(prices[i]) * variable[i] for i in np.flatnonzero(prices))


def _add_row(system: _System, model: Any, row: Row, t: int) -> None:
    """Add a rule at one step; in a rule of the year hourly variables are summed with the weight of their steps."""
    parts = [part for term in row.left.terms for part in _parts(system, model, term, row.span == "year", t)]
    left = quicksum(parts) + float(np.ravel(row.left.constant)[t if np.ndim(row.left.constant) else 0])
    model.added_rows.add({"<=": left <= 0.0, ">=": left >= 0.0, "==": left == 0.0}[row.sense])


def _parts(system: _System, model: Any, term: Term, summed: bool, t: int) -> list[Any]:
    """Return the parts of a term at a step, or over the year."""
    weight, factor = system.written.case.axis.weight, np.broadcast_to(term.factor, len(system.written.case.axis))
    value = _value(system, term.quantity)
    if not summed:
        at = (t - term.lag) % len(weight) if term.pick is None else int(term.pick[t])
        return [float(factor[t]) * value(model, at)]
    if _of_the_year(system, term.quantity):
        return [float(factor[0]) * value(model, 0)]
    used = np.flatnonzero(factor)
    return [float(factor[i] * weight[i]) * value(model, int(i)) for i in used]


def _value(system: _System, quantity: Quantity) -> Value:
    """Return where a variable is found."""
    return system.values[quantity.component, quantity.attribute, quantity.name]


def _of_the_year(system: _System, quantity: Quantity) -> bool:
    """Return whether a variable has one value for the whole year."""
    if quantity.component:
        return quantity.attribute.endswith("_nom")
    return system.written.added[quantity.name].span == "year"
