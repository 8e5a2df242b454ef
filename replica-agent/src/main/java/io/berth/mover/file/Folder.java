package io.berth.mover.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A flat folder of files. What is not synced may be there after a loss of power, or not, or in
 * part; one implementation is a real folder, the other a folder of tests that loses power on
 * purpose.
 */
public interface Folder {
    /** The names of the files. */
    Set<String> names() throws IOException;

    /** Opens a file that is there. */
    Slot open(String name) throws IOException;

    /** Makes an empty file, also in the place of another, for the owner only. */
    Slot create(String name) throws IOException;

    /** Renames, in one step, also over another file. */
    void rename(String from, String to) throws IOException;

    /** Removes a file; one that is not there is no error. */
    void delete(String name) throws IOException;

    /** The names made, renamed and removed before are so after a loss of power. */
    void sync() throws IOException;

    /**
     * Makes a new file outside with the same content.
     *
     * @return whether the two share their blocks until one is written; when not, none was made
     */
    boolean share(String name, Path to) throws IOException;

    /**
     * Makes a file here with the content that one outside has at this moment.
     *
     * @return whether the two share their blocks until one is written; when not, none was made
     */
    boolean freeze(Path from, String name) throws IOException;
}
