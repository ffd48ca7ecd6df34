package com.example.cookbook;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardResource;

/** Static pages: the files below {@code src/main/resources/site}. */
@Component(service = Site.class)
@HttpWhiteboardResource(pattern = "/cookbook/site/*", prefix = "/site")
public final class Site {}
