/** How the published schemas, samples and the AsyncAPI document are kept equal to the records. */
@NullMarked
package io.berth.contracts.schema;

import org.jspecify.annotations.NullMarked;
