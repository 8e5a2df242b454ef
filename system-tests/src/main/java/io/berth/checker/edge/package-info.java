/** The checker's edge: Kafka, REST and files in, facts and text out. */
@NullMarked
package io.berth.checker.edge;

import org.jspecify.annotations.NullMarked;
