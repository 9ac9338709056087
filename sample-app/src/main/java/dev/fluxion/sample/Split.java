package dev.fluxion.sample;

import java.util.Random;

/** A data set divided into a part to learn from and a part, never seen in training, to judge by. */
record Split(DataSet train, DataSet test) {
    /**
     * Shuffles and divides.
     *
     * @param trainShare the share of the examples that goes to training, between 0 and 1
     * @param seed the same seed gives the same split on every machine
     */
    static Split of(DataSet data, double trainShare, long seed) {
        DataSet shuffled = data.shuffled(new Random(seed));
        int cut = (int) Math.round(trainShare * shuffled.size());
        return new Split(shuffled.slice(0, cut), shuffled.slice(cut, shuffled.size()));
    }

    /** Both parts brought to mean 0 and standard deviation 1, as measured on the training part alone. */
    Split standardized() {
        Standardizer standardizer = Standardizer.fit(train.features);
        return new Split(
                train.withFeatures(standardizer.apply(train.features)),
                test.withFeatures(standardizer.apply(test.features)));
    }
}
