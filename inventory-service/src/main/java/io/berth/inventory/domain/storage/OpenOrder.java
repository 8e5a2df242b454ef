package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.contracts.ids.HostId;
import java.time.Instant;

/**
 * An order of a plan that was not answered yet.
 *
 * @param step which one, from 0
 * @param sends how often the step was asked for since the plan was started
 * @param elsewhere whether the agent has said that the VM runs on another host, so that the next
 *     order is another command
 * @param dueAt when it is asked for again, or given up
 */
public record OpenOrder(
        ConsolidationPlanId plan,
        int step,
        CommandId command,
        HostId host,
        int sends,
        boolean elsewhere,
        Instant orderedAt,
        Instant dueAt) {}
