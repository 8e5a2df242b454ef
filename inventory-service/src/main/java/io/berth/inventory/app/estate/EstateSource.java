package io.berth.inventory.app.estate;

import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.estate.EstateSection;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * An estate in a file, which can be read as often as needed and so need not be held in memory. What
 * a file looks like is the edge's to know; what becomes of it is decided here.
 */
public interface EstateSource {
    /** Takes the elements of a file one by one. */
    interface Reader {
        /** An element in order by itself. */
        void element(EstateElement element);

        /** Something that is not as it must be; the element that it stands in is left out. */
        void fault(Located fault);
    }

    /**
     * A place in the file.
     *
     * @param line from 1
     * @param column from 1
     */
    record Place(int line, int column) {}

    /** Reads the elements of these sections in the order of the file. */
    void read(Set<EstateSection> sections, Reader reader);

    /** Where these pointers, or else the nearest things around them, stand. */
    Map<String, Place> places(Collection<String> pointers);

    /** Lets go of the file. */
    void discard();
}
