package io.berth.keyvault.domain.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Walks a trail from entry to entry and notes what is wrong with it.
 *
 * <p><b>Goal.</b> Find each entry that was changed, removed, added or moved, and an end that was
 * cut off; name as few wrong places as there are.
 *
 * <p><b>Steps.</b> The hash of each entry binds its parts and the hash of the one before. So each
 * entry is hashed again, on the <em>stored</em> hash of the one before: a changed entry is one
 * finding and does not make all later ones wrong. Sequences have no gaps: a gap is a removal (the
 * entry after it is then not hashed, as what it stands on is gone). At the end the walk must have
 * come to the sequence and hash of the head, whose seal is checked by the caller. Hashes that the
 * topic was told of must be those that stand here: that is what is left when somebody who has the
 * key too has made a whole new trail, or brought back an older one with its own head.
 *
 * <p><b>Example.</b> Of entries 1 to 9 somebody edits 4, removes 6, and swaps the contents of 8 and
 * 9: {@code Altered(4), Missing(6, 6), Altered(8), Altered(9)}. Linear in the entries; at most
 * {@link #MAX_FINDINGS} are kept.
 */
public final class ChainWalk {
    /** Most findings that are told: a trail with more is not mended one by one. */
    public static final int MAX_FINDINGS = 100;

    private final Hasher hasher;
    private final Map<Long, String> published;
    private final List<Finding> findings = new ArrayList<>();
    private long sequence;
    private String hash;

    /** Hashes an entry on the hash of the one before; ignores the entry's own. */
    @FunctionalInterface
    public interface Hasher {
        /** The hash that the entry must have. */
        String of(String before, AuditEntry entry);
    }

    /**
     * A walk that starts after an entry.
     *
     * @param sequence of that entry; 0 for the first
     * @param hash of that entry; {@link ChainHead#BEFORE_FIRST} for the first
     * @param published hashes by sequence that the topic was told of
     */
    public ChainWalk(Hasher hasher, long sequence, String hash, Map<Long, String> published) {
        this.hasher = hasher;
        this.sequence = sequence;
        this.hash = hash;
        this.published = Map.copyOf(published);
    }

    /** Takes the next entry; those of higher sequence come later. */
    public void take(AuditEntry entry) {
        if (entry.sequence() == sequence + 1) {
            if (!hasher.of(hash, entry).equals(entry.hash())) {
                note(new Finding.Altered(entry.sequence()));
            }
        } else {
            note(new Finding.Missing(sequence + 1, entry.sequence() - 1));
        }
        String told = published.get(entry.sequence());
        if (told != null && !told.equals(entry.hash())) {
            note(new Finding.Contradicted(entry.sequence()));
        }
        sequence = entry.sequence();
        hash = entry.hash();
    }

    /** There are no more entries: the walk must be at the head. */
    public void end(ChainHead head) {
        if (sequence < head.sequence()) {
            note(new Finding.Missing(sequence + 1, head.sequence()));
        } else if (sequence > head.sequence()) {
            note(new Finding.Beyond(sequence, head.sequence()));
        } else if (!hash.equals(head.hash())) {
            note(new Finding.Altered(sequence));
        }
        long last = published.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        if (last > head.sequence()) {
            note(new Finding.CutOff(head.sequence(), last));
        }
    }

    /** Notes what the caller found. */
    public void note(Finding finding) {
        if (findings.size() < MAX_FINDINGS && !findings.contains(finding)) {
            findings.add(finding);
        }
    }

    /** The sequence of the last entry taken. */
    public long at() {
        return sequence;
    }

    /** What was found, in its order. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }
}
