package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.TemplateId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What VMs are deployed from. Its secrets are no part of it: the key vault protects them, and only
 * whether they are set is said here.
 *
 * @param hardware what each VM asks of a host; its guest says the operating system
 * @param disks copied from the library for each VM
 * @param customisation what is changed in the guest at its first start; absent where nothing is
 */
@EventType("io.berth.inventory.template-state.v1")
public record TemplateState(
        TemplateId template,
        String name,
        VmSpec hardware,
        List<TemplateDisk> disks,
        @Nullable GuestCustomisation customisation,
        long revision)
        implements FabricState {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public TemplateState {
        Require.present("template", template);
        Require.text("name", name, MAX_NAME);
        Require.present("hardware", hardware);
        disks = Require.list("disks", disks, VmDetails.MAX_DISKS);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "template/" + template;
    }
}
