package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.SiteId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A storage array and the hosts that are connected to it.
 *
 * @param model as its maker calls it
 * @param controller as its maker calls it
 * @param modules each host connection leads to every one of them
 * @param persistentReservationLimit how many reservations its firmware keeps
 * @param profile the profile that the formula came from
 * @param formula how many reservations it is asked for
 */
@EventType("io.berth.inventory.storage-array-state.v1")
public record StorageArrayState(
        ArrayId array,
        SiteId site,
        String model,
        @Nullable String controller,
        int modules,
        long persistentReservationLimit,
        String profile,
        ReservationFormula formula,
        List<ArrayAttachment> attachments,
        long revision)
        implements FabricState {
    /** Longest text, in UTF-16 code units. */
    public static final int MAX_TEXT = 128;

    /** Most modules of one array. */
    public static final int MAX_MODULES = 64;

    /** Highest limit. */
    public static final long MAX_LIMIT = 1_000_000_000;

    /** Most hosts at one array: sixteen of the largest clusters. */
    public static final int MAX_ATTACHMENTS = 1024;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or a host is
     *     attached twice
     */
    public StorageArrayState {
        Require.present("array", array);
        Require.present("site", site);
        Require.text("model", model, MAX_TEXT);
        Require.optionalText("controller", controller, MAX_TEXT);
        Require.range("modules", modules, 1, MAX_MODULES);
        Require.range("persistentReservationLimit", persistentReservationLimit, 1, MAX_LIMIT);
        Identifiers.check("profile", profile);
        Require.present("formula", formula);
        attachments = Require.list("attachments", attachments, MAX_ATTACHMENTS);
        Set<HostId> seen = new HashSet<>();
        for (ArrayAttachment attachment : attachments) {
            if (!seen.add(attachment.host())) {
                throw new IllegalArgumentException(
                        "attachments names " + attachment.host() + " twice");
            }
        }
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "storage-array/" + array;
    }
}
