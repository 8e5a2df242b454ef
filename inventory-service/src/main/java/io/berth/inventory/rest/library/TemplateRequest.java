package io.berth.inventory.rest.library;

import io.berth.contracts.ids.LibraryShareId;
import io.berth.contracts.ids.TemplateId;
import io.berth.contracts.inventory.GuestCustomisation;
import io.berth.contracts.inventory.LibraryFile;
import io.berth.contracts.inventory.TemplateDisk;
import io.berth.contracts.inventory.TemplateState;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A template that is wished for. Its secrets are set by themselves.
 *
 * @param disks none when absent
 * @param customisation nothing is changed in the guest when absent
 */
record TemplateRequest(
        @Nullable String id,
        @Nullable String name,
        @Nullable HardwareBody hardware,
        @Nullable List<@Nullable DiskBody> disks,
        @Nullable CustomisationBody customisation) {
    /** A disk as it stands in requests and answers. */
    record DiskBody(@Nullable String name, @Nullable String share, @Nullable String file) {
        static DiskBody of(TemplateDisk disk) {
            return new DiskBody(disk.name(), disk.share().value(), disk.file());
        }

        private static Supplier<TemplateDisk> read(DiskBody body, Fields fields) {
            var name = Texts.required("name", body.name, VmDisk.MAX_NAME, fields);
            var share = fields.read("share", body.share, LibraryShareId::new);
            var file = Texts.required("file", body.file, LibraryFile.MAX_NAME, fields);
            return () -> new TemplateDisk(name.get(), share.get(), file.get());
        }
    }

    /** What is changed in the guest. */
    record CustomisationBody(
            @Nullable String computerName,
            @Nullable String timeZone,
            @Nullable String domain,
            @Nullable String workgroup) {
        private static CustomisationBody of(GuestCustomisation customisation) {
            return new CustomisationBody(
                    customisation.computerName(),
                    customisation.timeZone(),
                    customisation.domain(),
                    customisation.workgroup());
        }

        private static Supplier<GuestCustomisation> read(CustomisationBody body, Fields fields) {
            int max = GuestCustomisation.MAX_TEXT;
            var computerName = Texts.optional("computerName", body.computerName, max, fields);
            var timeZone = Texts.optional("timeZone", body.timeZone, max, fields);
            var domain = Texts.optional("domain", body.domain, max, fields);
            var workgroup = Texts.optional("workgroup", body.workgroup, max, fields);
            return () ->
                    new GuestCustomisation(
                            computerName.get(),
                            timeZone.get(),
                            domain.get(),
                            workgroup.get(),
                            false,
                            false);
        }
    }

    static TemplateRequest of(TemplateState state) {
        GuestCustomisation customisation = state.customisation();
        return new TemplateRequest(
                state.template().value(),
                state.name(),
                HardwareBody.of(state.hardware()),
                Texts.some(state.disks(), DiskBody::of),
                customisation == null ? null : CustomisationBody.of(customisation));
    }

    static Wish<TemplateId, TemplateState> read(
            TemplateRequest request, @Nullable TemplateId addressed, Fields fields) {
        var id = Wish.id(request.id, addressed, TemplateId::new, fields);
        var name = Texts.required("name", request.name, TemplateState.MAX_NAME, fields);
        var hardware = HardwareBody.read(request.hardware, fields);
        List<@Nullable DiskBody> given = request.disks;
        var disks =
                fields.list(
                        "disks",
                        given == null ? List.<@Nullable DiskBody>of() : given,
                        VmDetails.MAX_DISKS,
                        DiskBody::read);
        CustomisationBody changes = request.customisation;
        Supplier<GuestCustomisation> customisation =
                changes == null
                        ? null
                        : CustomisationBody.read(changes, fields.under("/customisation"));
        return new Wish<>(
                id,
                revision ->
                        new TemplateState(
                                id.get(),
                                name.get(),
                                hardware.get(),
                                disks.get(),
                                customisation == null ? null : customisation.get(),
                                revision));
    }
}
