package io.berth.inventory.domain.library;

import io.berth.contracts.ids.LibraryShareId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.GuestCustomisation;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.LibraryFile;
import io.berth.contracts.inventory.LibraryFileKind;
import io.berth.contracts.inventory.LibraryShareState;
import io.berth.contracts.inventory.TemplateDisk;
import io.berth.contracts.inventory.TemplateState;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a template must keep to, and what comes of it. */
public final class Templates {
    /** Longest computer name of Windows, which is a NetBIOS name. */
    public static final int MAX_WINDOWS_NAME = 15;

    /** Longest computer name of others, which is a label of DNS. */
    public static final int MAX_NAME = 63;

    private static final Pattern COMPUTER =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private Templates() {}

    /** A VM to be deployed. */
    public record Wanted(VmId vm, int number) {}

    /** All that is wrong with a template, given those of its shares that exist. */
    public static List<Located> refusals(
            TemplateState wished, Map<LibraryShareId, LibraryShareState> shares) {
        List<Located> refusals = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < wished.disks().size(); i++) {
            TemplateDisk disk = wished.disks().get(i);
            String at = "/disks/" + i;
            if (!names.add(disk.name())) {
                refusals.add(
                        new Located(at + "/name", new LibraryRefusal.DiskNamedTwice(disk.name())));
            }
            LibraryShareState share = shares.get(disk.share());
            if (share == null) {
                refusals.add(
                        new Located(
                                at + "/share",
                                new InventoryRefusal.UnknownReference(
                                        EntityKind.LIBRARY_SHARE, disk.share().value())));
            } else if (vhd(share, disk.file()).isEmpty()) {
                refusals.add(
                        new Located(
                                at + "/file",
                                new LibraryRefusal.NoSuchVhd(
                                        share.share(), disk.file(), vhds(share))));
            }
        }
        GuestCustomisation customisation = wished.customisation();
        if (customisation != null) {
            customisation(customisation, refusals);
        }
        return refusals;
    }

    /** What a share would take from templates that have disks on it. */
    public static List<Located> losses(LibraryShareState wished, List<TemplateState> templates) {
        List<Located> refusals = new ArrayList<>();
        for (TemplateState template : templates) {
            for (TemplateDisk disk : template.disks()) {
                if (disk.share().equals(wished.share()) && vhd(wished, disk.file()).isEmpty()) {
                    refusals.add(
                            new Located(
                                    "/files",
                                    new LibraryRefusal.FileInUse(
                                            wished.share(), disk.file(), template.template())));
                }
            }
        }
        return refusals;
    }

    /** What a VM of a template asks for: the template's hardware with the disks of the library. */
    public static VmSpec spec(
            TemplateState template, Map<LibraryShareId, LibraryShareState> shares) {
        VmSpec hardware = template.hardware();
        if (template.disks().isEmpty()) {
            return hardware;
        }
        VmDetails details = hardware.details() == null ? VmDetails.NONE : hardware.details();
        List<VmDisk> disks = new ArrayList<>(details.disks());
        for (TemplateDisk disk : template.disks()) {
            LibraryShareState share = shares.get(disk.share());
            Optional<LibraryFile> file = share == null ? Optional.empty() : vhd(share, disk.file());
            file.ifPresent(vhd ->
                    disks.add(new VmDisk(disk.name(), vhd.size(), DiskFormat.DYNAMIC, null)));
        }
        return with(hardware, details, disks, details.adapters());
    }

    /**
     * What a copy of a VM asks for: the same, but for the addresses of its adapters, which stay the
     * original's.
     */
    public static VmSpec copy(VmSpec original) {
        VmDetails details = original.details();
        return details == null
                ? original
                : with(
                        original,
                        details,
                        details.disks(),
                        details.adapters().stream()
                                .map(adapter ->
                                        new VmAdapter(adapter.name(), adapter.network(), null))
                                .toList());
    }

    /**
     * The computer name of each VM; a template without one uses the VM's id. None where nothing is
     * changed in the guest.
     */
    public static Verdict<Map<VmId, String>> computerNames(
            TemplateState template, List<Wanted> vms) {
        GuestCustomisation customisation = template.customisation();
        if (customisation == null) {
            return new Verdict.Accepted<>(Map.of());
        }
        String pattern = customisation.computerName();
        int max = longestName(template.hardware());
        List<Located> refusals = new ArrayList<>();
        Map<VmId, String> names = new HashMap<>();
        Map<String, VmId> taken = new HashMap<>();
        for (int i = 0; i < vms.size(); i++) {
            Wanted wanted = vms.get(i);
            String at = "/ids/" + i;
            String name;
            try {
                name =
                        pattern == null
                                ? wanted.vm().value()
                                : NamePattern.expand(pattern, wanted.number());
            } catch (IllegalArgumentException e) {
                refusals.add(
                        new Located(
                                at,
                                new LibraryRefusal.InvalidPattern(
                                        String.valueOf(pattern), String.valueOf(e.getMessage()))));
                continue;
            }
            if (!fits(name, max)) {
                refusals.add(new Located(at, new LibraryRefusal.InvalidComputerName(name, max)));
            }
            VmId other = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), wanted.vm());
            if (other != null) {
                refusals.add(
                        new Located(
                                at,
                                new LibraryRefusal.ComputerNamedTwice(name, wanted.vm(), other)));
            }
            names.put(wanted.vm(), name);
        }
        return refusals.isEmpty() ? new Verdict.Accepted<>(names) : new Verdict.Refused<>(refusals);
    }

    private static int longestName(VmSpec hardware) {
        VmDetails details = hardware.details();
        GuestSystem guest = details == null ? null : details.guest();
        return guest != null && guest.name().startsWith("Windows") ? MAX_WINDOWS_NAME : MAX_NAME;
    }

    private static boolean fits(String name, int max) {
        return name.length() <= max
                && COMPUTER.matcher(name).matches()
                && !DIGITS.matcher(name).matches();
    }

    private static void customisation(GuestCustomisation wished, List<Located> refusals) {
        String domain = wished.domain();
        String workgroup = wished.workgroup();
        if (domain != null && workgroup != null) {
            refusals.add(
                    new Located(
                            "/customisation/workgroup",
                            new LibraryRefusal.DomainAndWorkgroup(domain, workgroup)));
        }
        String zone = wished.timeZone();
        if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone)) {
            refusals.add(
                    new Located(
                            "/customisation/timeZone", new LibraryRefusal.UnknownTimeZone(zone)));
        }
        String pattern = wished.computerName();
        if (pattern != null) {
            try {
                NamePattern.expand(pattern, 1);
            } catch (IllegalArgumentException e) {
                refusals.add(
                        new Located(
                                "/customisation/computerName",
                                new LibraryRefusal.InvalidPattern(
                                        pattern, String.valueOf(e.getMessage()))));
            }
        }
    }

    private static Optional<LibraryFile> vhd(LibraryShareState share, String file) {
        return share.files().stream()
                .filter(one -> one.kind() == LibraryFileKind.VHD && one.name().equals(file))
                .findFirst();
    }

    private static List<String> vhds(LibraryShareState share) {
        return share.files().stream()
                .filter(one -> one.kind() == LibraryFileKind.VHD)
                .map(LibraryFile::name)
                .toList();
    }

    private static VmSpec with(
            VmSpec spec, VmDetails details, List<VmDisk> disks, List<VmAdapter> adapters) {
        return new VmSpec(
                spec.vcpus(),
                spec.cpuUtilisationPercent(),
                spec.memory(),
                spec.highlyAvailable(),
                spec.restartPriority(),
                spec.antiAffinitySet(),
                details.with(disks, adapters));
    }

    /** The template, saying which of its secrets the key vault holds. */
    public static TemplateState flagged(
            TemplateState state, boolean productKeySet, boolean administratorPasswordSet) {
        GuestCustomisation given = state.customisation();
        if (given == null && !productKeySet && !administratorPasswordSet) {
            return state;
        }
        return new TemplateState(
                state.template(),
                state.name(),
                state.hardware(),
                state.disks(),
                new GuestCustomisation(
                        text(given, GuestCustomisation::computerName),
                        text(given, GuestCustomisation::timeZone),
                        text(given, GuestCustomisation::domain),
                        text(given, GuestCustomisation::workgroup),
                        productKeySet,
                        administratorPasswordSet),
                state.revision());
    }

    private static @Nullable String text(
            @Nullable GuestCustomisation given,
            Function<GuestCustomisation, @Nullable String> part) {
        return given == null ? null : part.apply(given);
    }
}
