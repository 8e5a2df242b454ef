package io.berth.inventory.rest;

import io.berth.contracts.ids.Identifiers;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;

/** Cursors as the ids that they are made of. */
final class Pages {
    private Pages() {}

    /** The identifier after which a page begins; empty for the first page. */
    static String afterId(PageRequest page) {
        String after = page.after();
        if (after == null) {
            return "";
        }
        try {
            Identifiers.check("cursor", after);
        } catch (IllegalArgumentException e) {
            throw Requests.badCursor();
        }
        return after;
    }

    /** The number after which a page begins; 0 for the first page. */
    static long afterNumber(PageRequest page) {
        String after = page.after();
        try {
            return after == null ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw Requests.badCursor();
        }
    }
}
