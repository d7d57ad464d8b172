<?php
// One command, done by WordPress itself: php do.php COMMAND < JSON > JSON
// Everything that looks into or changes a running newspaper passes through here.

declare(strict_types=1);

$command = $argv[1];
ob_start();  // WordPress's own chatter must not get between us and the JSON
$_SERVER += ['HTTP_HOST' => getenv('NEWSPAPER_HOST'), 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1',
    'REMOTE_ADDR' => '127.0.0.1', 'REQUEST_METHOD' => 'GET'];
if ($command === 'install') {
    define('WP_INSTALLING', true);
    define('NEWSPAPER_ALONE', true);  // there is no network of sites yet
    $database = new mysqli(null, 'root', '', null, null, getenv('NEWSPAPER') . '/database.socket');
    $database->query('CREATE DATABASE wordpress CHARACTER SET utf8mb4');
}
require getenv('NEWSPAPER') . '/site/wp-load.php';
require ABSPATH . 'wp-admin/includes/admin.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
if ($command !== 'install') {
    wp_set_current_user(1);  // the editor, who may write any HTML
}

$asked = json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR);
$answer = $command($asked);
fwrite(STDERR, ob_get_clean());
echo json_encode($answer, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);

/** The English site, alone; then the network that the others join. */
function install(array $asked): bool
{
    wp_install($asked['title'], 'editor', 'editor@newspaper.example', true, '', 'editor');
    global $wpdb;
    foreach ($wpdb->tables('ms_global') as $table => $name) {
        $wpdb->$table = $name;
    }
    install_network();
    return done(populate_network(1, getenv('NEWSPAPER_HOST'), 'editor@newspaper.example', $asked['title'], '/'));
}

/** The other sites; then each with its language, clock, theme and addresses. */
function found(array $asked): bool
{
    add_filter('sanitize_user', fn ($clean, $given) => $given, 10, 2);  // it would take the colon out of host:port
    foreach ($asked as $language => $site) {
        $id = $language === 'en' ? 1 : done(wp_insert_site([
            'domain' => getenv('NEWSPAPER_HOST'), 'path' => "/$language/", 'title' => $site['title'],
            'network_id' => 1, 'user_id' => 1, 'options' => ['public' => 1],
        ]));
        switch_to_blog($id);
        foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $sample) {
            wp_delete_post($sample->ID, true);
        }
        update_option('WPLANG', $site['locale']);
        update_option('timezone_string', $site['zone']);
        update_option('date_format', $site['date']);
        update_option('permalink_structure', '/%year%/%monthnum%/%day%/%postname%/');
        update_option('template', $site['theme']);
        update_option('stylesheet', $site['theme']);
        delete_option('rewrite_rules');  // made again by the site's first page
        restore_current_blog();
    }
    return true;
}

/** Authors (of all sites), sections, tags, pictures and posts. */
function publish(array $asked): int
{
    foreach ($asked['authors'] as $slug => $name) {
        $id = username_exists($slug) ?: done(wp_insert_user([
            'user_login' => $slug, 'user_nicename' => $slug, 'display_name' => $name, 'role' => 'author',
            'user_pass' => $slug, 'user_email' => "$slug@newspaper.example",
        ]));
        foreach (get_sites() as $site) {
            add_user_to_blog((int) $site->blog_id, $id, 'author');
        }
    }
    foreach ($asked['posts'] as $post) {
        switch_to_blog(site($post['language']));
        insert($post);
        restore_current_blog();
    }
    return count($asked['posts']);
}

/** One post; returns its id. */
function insert(array $post): int
{
    $author = get_user_by('slug', $post['author'] ?? 'editor');
    $id = done(wp_insert_post(wp_slash([
        'post_title' => $post['title'],
        'post_name' => $post['slug'] ?? '',
        'post_content' => $post['content'],
        'post_date' => $post['date'],
        'post_status' => $post['status'] === 'trash' ? 'publish' : $post['status'],
        'post_type' => $post['type'] ?? 'post',
        'post_password' => $post['password'] ?? '',
        'post_author' => $author->ID,
        'post_category' => array_map(fn ($path) => category($path), $post['sections'] ?? []),
        'tags_input' => array_values($post['tags'] ?? []),
        'meta_input' => isset($post['story']) ? ['story' => $post['story']] : [],
    ]), true));
    foreach ($post['comments'] ?? [] as $comment) {
        wp_insert_comment(['comment_post_ID' => $id, 'comment_author' => 'A reader', 'comment_content' => $comment]);
    }
    if (isset($post['image'])) {
        set_post_thumbnail($id, picture($post['image'], $id, $post['date']));
    }
    if ($post['status'] === 'trash') {
        wp_trash_post($id);
    }
    return $id;
}

/** The category at the end of a path: [[slug, name], [slug, name]]; made where there is none. */
function category(array $path): int
{
    $parent = 0;
    foreach ($path as [$slug, $name]) {
        $known = get_terms(['taxonomy' => 'category', 'slug' => $slug, 'parent' => $parent, 'hide_empty' => false]);
        $parent = $known ? $known[0]->term_id
            : done(wp_insert_term($name, 'category', ['slug' => $slug, 'parent' => $parent]))['term_id'];
    }
    return $parent;
}

/** A picture in the media library, attached to a post. */
function picture(string $file, int $post, string $date): int
{
    $copy = wp_upload_bits(basename($file), null, file_get_contents($file), substr($date, 0, 7));
    return done(wp_insert_attachment(
        ['post_mime_type' => 'image/jpeg', 'post_title' => basename($file, '.jpg'), 'post_date' => $date],
        $copy['file'],
        $post,
        true,
    ));
}

/** Every post and page of every site, with the text that a reader sees. */
function posts(array $asked): array
{
    $found = [];
    foreach (get_sites() as $site) {
        switch_to_blog((int) $site->blog_id);
        foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => [...array_values(get_post_stati())],
            'numberposts' => -1, 'orderby' => 'ID', 'order' => 'ASC']) as $post) {
            $found[] = described($post, trim($site->path, '/') ?: 'en');
        }
        restore_current_blog();
    }
    return $found;
}

/** What is told of a post. */
function described(WP_Post $post, string $language): array
{
    $names = fn (string $kind) => array_map('plain', wp_get_post_terms($post->ID, $kind, ['fields' => 'names']));
    return [
        'id' => $post->ID,
        'language' => $language,
        'path' => substr(get_permalink($post), strlen('http://' . getenv('NEWSPAPER_HOST'))),
        'title' => plain(wptexturize($post->post_title)),
        'status' => $post->post_type === 'page' ? 'page' : ($post->post_password ? 'password' : $post->post_status),
        'text' => plain(apply_filters('the_content', $post->post_content)),
        'pages' => 1 + substr_count($post->post_content, '<!--nextpage-->'),
        'author' => get_the_author_meta('display_name', $post->post_author),
        'published' => str_replace('+00:00', 'Z', (string) get_post_time(DATE_W3C, true, $post)),
        'sections' => $names('category'),
        'tags' => $names('post_tag'),
        'story' => get_post_meta($post->ID, 'story', true) ?: null,
    ];
}

/** The text of HTML as a reader sees it, white space folded. */
function plain(string $html): string
{
    return trim(preg_replace('~\s+~u', ' ', html_entity_decode(strip_tags($html), ENT_QUOTES | ENT_HTML5)));
}

function add(array $asked): array
{
    switch_to_blog(site($asked['language']));
    return described(get_post(insert($asked)), $asked['language']);
}

function edit(array $asked): array
{
    return change($asked, ['post_content' => $asked['text']]);
}

function reslug(array $asked): array
{
    return change($asked, ['post_name' => $asked['slug']]);
}

function protect(array $asked): array
{
    return change($asked, ['post_password' => $asked['password']]);
}

function change(array $asked, array $fields): array
{
    switch_to_blog(site($asked['language']));
    done(wp_update_post(wp_slash(['ID' => $asked['id']] + $fields), true));
    return described(get_post($asked['id']), $asked['language']);
}

/** Into the trash, or for good. */
function delete(array $asked): bool
{
    switch_to_blog(site($asked['language']));
    return (bool) done($asked['for_good'] ? wp_delete_post($asked['id'], true) : wp_trash_post($asked['id']));
}

function site(string $language): int
{
    return (int) done(get_blog_id_from_url(getenv('NEWSPAPER_HOST'), $language === 'en' ? '/' : "/$language/"));
}

/** What WordPress gave back; where that is an error, the end. */
function done(mixed $result): mixed
{
    if (!$result || is_wp_error($result)) {
        throw new RuntimeException('WordPress refused: ' . (is_wp_error($result) ? $result->get_error_message() : 'no reason'));
    }
    return $result;
}
