package io.berth.benchmarks.peers;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.btrplace.model.DefaultModel;
import org.btrplace.model.Model;
import org.btrplace.model.Node;
import org.btrplace.model.VM;
import org.btrplace.model.constraint.Offline;
import org.btrplace.model.constraint.Running;
import org.btrplace.model.constraint.SatConstraint;
import org.btrplace.model.view.ShareableResource;
import org.btrplace.plan.ReconfigurationPlan;
import org.btrplace.scheduler.choco.ChocoScheduler;
import org.btrplace.scheduler.choco.DefaultChocoScheduler;

/**
 * BtrPlace, in its mode that touches only what has to be touched; the VMs that wait are to run. All
 * of them are placed in one call.
 */
final class BtrPlace implements Peer {
    private static final List<String> RESOURCES = List.of("cores", "memory", "iops", "network");
    private static final int LIMIT_SECONDS = 120;

    @Override
    public String name() {
        return "BtrPlace";
    }

    @Override
    public Set<Task> tasks() {
        return EnumSet.of(Task.FAILED_NODE);
    }

    @Override
    public Session prepare(Fleet fleet, Task task) {
        Model model = new DefaultModel();
        Node[] nodes = new Node[fleet.hosts()];
        VM[] vms = new VM[fleet.at().length];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = model.newNode();
            if (i == fleet.failed()) {
                model.getMapping().addOfflineNode(nodes[i]);
            } else {
                model.getMapping().addOnlineNode(nodes[i]);
            }
        }
        for (int i = 0; i < vms.length; i++) {
            vms[i] = model.newVM();
            int at = fleet.at()[i];
            if (at < 0) {
                model.getMapping().addReadyVM(vms[i]);
            } else {
                model.getMapping().addRunningVM(vms[i], nodes[at]);
            }
        }
        for (int resource = 0; resource < Fleet.RESOURCES; resource++) {
            ShareableResource view = new ShareableResource(RESOURCES.get(resource));
            for (int i = 0; i < nodes.length; i++) {
                view.setCapacity(nodes[i], fleet.capacity()[i][resource]);
            }
            for (int i = 0; i < vms.length; i++) {
                view.setConsumption(vms[i], fleet.demand()[i][resource]);
            }
            model.attach(view);
        }
        List<SatConstraint> constraints = new ArrayList<>();
        if (fleet.failed() >= 0) {
            constraints.add(new Offline(nodes[fleet.failed()]));
        }
        for (int vm : fleet.waiting()) {
            constraints.add(new Running(vms[vm]));
        }
        return () -> solve(fleet, model, nodes, vms, constraints);
    }

    private static int[] solve(
            Fleet fleet, Model model, Node[] nodes, VM[] vms, List<SatConstraint> constraints) {
        ChocoScheduler scheduler = new DefaultChocoScheduler();
        scheduler.doRepair(true).doOptimize(false).setTimeLimit(LIMIT_SECONDS);
        ReconfigurationPlan plan = scheduler.solve(model, constraints);
        int[] waiting = fleet.waiting();
        int[] found = new int[waiting.length];
        Map<Node, Integer> numbers = new HashMap<>();
        for (int i = 0; i < nodes.length; i++) {
            numbers.put(nodes[i], i);
        }
        for (int i = 0; i < waiting.length; i++) {
            Node node =
                    plan == null
                            ? null
                            : plan.getResult().getMapping().getVMLocation(vms[waiting[i]]);
            found[i] = node == null ? -1 : numbers.getOrDefault(node, -1);
        }
        return found;
    }
}
