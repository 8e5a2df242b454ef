package io.berth.inventory.domain.library;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.TemplateId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a VM was deployed from: who starts it for the first time learns here what to change in its
 * guest.
 *
 * @param templateRevision as the template was then
 * @param computerName absent where nothing is changed in the guest
 */
public record Deployment(
        VmId vm,
        TemplateId template,
        long templateRevision,
        @Nullable String computerName,
        Instant at,
        Principal by) {}
