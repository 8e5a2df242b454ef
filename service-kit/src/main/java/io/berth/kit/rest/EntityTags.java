package io.berth.kit.rest;

import jakarta.ws.rs.core.EntityTag;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Revisions of what is changed over HTTP, as strong entity tags: the first is {@code "1"}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1">RFC 9110, If-Match</a>
 */
public final class EntityTags {
    private static final Pattern REVISION = Pattern.compile("\"([1-9][0-9]{0,17})\"");
    private static final String ANY = "*";

    private EntityTags() {}

    /** The tag of a revision. */
    public static EntityTag of(long revision) {
        return new EntityTag(Long.toString(revision));
    }

    /**
     * The revision that a change expects; null when it takes any.
     *
     * @param ifMatch the header's value; null when there is none
     * @throws ProblemException with status 400 and code {@code bad-if-match} when it is anything
     *     else than one tag of ours
     */
    public static @Nullable Long expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals(ANY)) {
            return null;
        }
        Matcher matcher = REVISION.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            throw Requests.bad(
                    "bad-if-match",
                    "If-Match is not a revision",
                    "If-Match must be one entity tag as given by GET, in quotes.",
                    "Send If-Match: \"<revision>\", or leave it out to change whatever is there.");
        }
        return Long.valueOf(matcher.group(1));
    }
}
