package io.berth.checker;

import java.util.List;

/** One promise of Berth, judged over a whole history. */
@FunctionalInterface
interface Rule {
    /** What breaks it; empty when it was kept. */
    List<Finding> judge(Analysis analysis);
}
