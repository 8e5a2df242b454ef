package io.berth.placement.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.placement.domain.policy.CommonFeatures;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.GuestLimits;
import io.berth.placement.domain.policy.OptimiseMode;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A decision can be made again only with the policy that it was made with, to the last part. */
class StoredPolicyTest {
    @Test
    void everyPartComesBack() {
        PlacementPolicy base = PlacementPolicy.DEFAULT;
        PlacementPolicy policy =
                new PlacementPolicy(
                        base.version(),
                        base.startDeadline(),
                        base.stopRepeat(),
                        base.maxStartAttempts(),
                        base.failedStartRetry(),
                        base.operationDeadline(),
                        base.maxRetriesPerDecision(),
                        new Rulebook(
                                GuestLimits.NONE,
                                new CommonFeatures(
                                        Map.of(ProcessorVendor.AMD, Set.of("sse2", "cx16")))),
                        base.operations(),
                        Map.of(
                                new HostGroupId("north"),
                                new GroupPolicy(
                                        Goal.CONSOLIDATE,
                                        new GroupPolicy.Weights(3, 1, 0.5, 0),
                                        new OptimisePolicy(
                                                OptimiseMode.AUTOMATIC,
                                                Duration.ofHours(1),
                                                5,
                                                false))));

        String text = StoredJson.write(policy);

        assertThat(StoredJson.read(text, PlacementPolicy.class)).isEqualTo(policy);
    }

    @Test
    void aPolicyThatWasStoredBeforeLoadWasSpreadStillReads() {
        String text =
                "{\"goal\":\"CONSOLIDATE\",\"weights\":{\"memory\":1.0,\"cpu\":1.0,\"iops\":1.0,\"network\":0.0}}";

        assertThat(StoredJson.read(text, GroupPolicy.class))
                .isEqualTo(
                        new GroupPolicy(
                                Goal.CONSOLIDATE,
                                new GroupPolicy.Weights(1, 1, 1, 0),
                                OptimisePolicy.DEFAULT));
    }
}
