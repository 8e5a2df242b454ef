/** What was set of detection, and how far agents have followed, in the database. */
@NullMarked
package io.berth.monitoring.store.detection;

import org.jspecify.annotations.NullMarked;
