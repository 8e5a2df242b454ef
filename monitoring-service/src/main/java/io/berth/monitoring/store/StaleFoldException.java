package io.berth.monitoring.store;

/**
 * The saved fold of a partition is not the one that this instance loaded: another instance owns the
 * partition by now, and whatever was folded here since is to be thrown away.
 */
public final class StaleFoldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleFoldException(int partition, long version) {
        super(
                "The fold of partition %d is not at version %d any more; another instance owns it"
                        .formatted(partition, version));
    }
}
