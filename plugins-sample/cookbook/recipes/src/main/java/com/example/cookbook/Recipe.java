package com.example.cookbook;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** A row of the table. */
@Entity
@Table(name = "RECIPE")
public class Recipe {
    @Id
    @Column(name = "TITLE")
    private String title;

    @Column(name = "MINUTES")
    private int minutes;

    protected Recipe() {}

    Recipe(String title, int minutes) {
        this.title = title;
        this.minutes = minutes;
    }

    String title() {
        return title;
    }

    int minutes() {
        return minutes;
    }
}
