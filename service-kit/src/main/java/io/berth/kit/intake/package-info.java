/** Each record once: batches of records applied in one transaction with their inbox marks. */
@NullMarked
package io.berth.kit.intake;

import org.jspecify.annotations.NullMarked;
