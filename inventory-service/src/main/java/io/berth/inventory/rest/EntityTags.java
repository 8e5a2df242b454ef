package io.berth.inventory.rest;

import io.berth.inventory.domain.Revision;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Revisions as HTTP entity tags. */
public final class EntityTags {
    private static final Pattern REVISION = Pattern.compile("\"([1-9][0-9]{0,17})\"");

    private EntityTags() {}

    /** The revision that a change expects; null when it takes any. */
    public static @Nullable Revision expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        Matcher matcher = REVISION.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            throw badIfMatch();
        }
        return new Revision(Long.parseLong(matcher.group(1)));
    }

    private static ProblemException badIfMatch() {
        return Requests.bad(
                "bad-if-match",
                "If-Match is not a revision",
                "If-Match must be one entity tag as given by GET, in quotes.",
                "Send If-Match: \"<revision>\", or leave it out to change whatever is there.");
    }
}
