package io.berth.inventory.rest.library;

import io.berth.contracts.inventory.GuestCustomisation;
import io.berth.contracts.inventory.TemplateState;
import io.berth.inventory.domain.library.Deployment;
import io.berth.inventory.domain.library.Secret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A template as it is shown: that secrets are set, and never which. */
record TemplateView(
        String id,
        String name,
        HardwareBody hardware,
        List<TemplateRequest.DiskBody> disks,
        @Nullable GuestCustomisation customisation,
        long revision) {
    /** That a secret is set. */
    record SecretView(String secret, long keyVersion, Instant setAt, String setBy) {
        static SecretView of(Secret secret) {
            return new SecretView(
                    secret.field().label(),
                    secret.keyVersion().value(),
                    secret.setAt(),
                    secret.setBy().value());
        }
    }

    /** What was deployed. */
    record DeploymentView(
            String vm,
            long templateRevision,
            @Nullable String computerName,
            Instant deployedAt,
            String deployedBy) {
        static DeploymentView of(Deployment deployment) {
            return new DeploymentView(
                    deployment.vm().value(),
                    deployment.templateRevision(),
                    deployment.computerName(),
                    deployment.at(),
                    deployment.by().value());
        }
    }

    static TemplateView of(TemplateState state) {
        return new TemplateView(
                state.template().value(),
                state.name(),
                HardwareBody.of(state.hardware()),
                state.disks().stream().map(TemplateRequest.DiskBody::of).toList(),
                state.customisation(),
                state.revision());
    }
}
