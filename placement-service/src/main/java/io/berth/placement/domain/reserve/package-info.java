/**
 * Whether a cluster could lose as many nodes as its reserve says and still hold its VMs: three
 * judgements of one immutable picture of the cluster. Pure and deterministic; effort is counted in
 * steps and never in time. Start reading at {@link ReserveJudge}.
 */
@NullMarked
package io.berth.placement.domain.reserve;

import org.jspecify.annotations.NullMarked;
