<?php
// What this newspaper adds to WordPress: the same story in the other languages (hreflang),
// as translation plug-ins print it; and silence: no request and no mail leaves.

add_filter('pre_http_request', fn () => new WP_Error('offline', 'this WordPress has no network'));
add_filter('pre_wp_mail', '__return_true');

add_action('wp_head', function (): void {
    $story = is_single() ? get_post_meta(get_the_ID(), 'story', true) : '';
    if ($story === '') {
        return;
    }
    foreach (get_sites() as $site) {
        switch_to_blog((int) $site->blog_id);
        foreach (get_posts(['meta_key' => 'story', 'meta_value' => $story, 'has_password' => false]) as $post) {
            $language = trim($site->path, '/') ?: 'en';
            printf("<link rel='alternate' hreflang='%s' href='%s' />\n", $language, esc_url(get_permalink($post)));
        }
        restore_current_blog();
    }
});
