package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void drawWithoutScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void lossCurvesAreWrittenAsPng() throws IOException {
        Path file = folder.resolve("loss.png");

        Charts.lossCurves(file, "title", "epoch", Map.of("training", List.of(1.0, 0.1, 0.05)));

        BufferedImage picture = ImageIO.read(file.toFile());
        assertEquals(800, picture.getWidth());
        assertEquals(600, picture.getHeight());
    }

    @Test
    void theFirstClassIsAtTheTopLeft() throws IOException {
        Path file = folder.resolve("confusion.png");
        DataSet data = new DataSet(new double[4][1], new int[] {0, 0, 0, 1}, List.of("a", "b"));

        Charts.confusion(file, "title", ConfusionMatrix.of(data, new int[] {0, 0, 0, 0}));

        BufferedImage picture = ImageIO.read(file.toFile());
        assertNotEquals(Color.WHITE.getRGB(), picture.getRGB(200, 100));
        assertEquals(Color.WHITE.getRGB(), picture.getRGB(700, 100));
        assertEquals(Color.WHITE.getRGB(), picture.getRGB(700, 450));
    }
}
