/**
 * Two models trained on real data with gradients made by Fluxion: logistic regression on tumours, and a small neural
 * network on handwritten digits.
 */
package dev.fluxion.sample;
