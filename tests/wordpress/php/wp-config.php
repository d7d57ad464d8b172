<?php
// One WordPress with three sites (a "network"), told by its environment where it lives.

define('DB_HOST', 'localhost:' . getenv('NEWSPAPER') . '/database.socket');
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_CHARSET', 'utf8mb4');

define('WP_ALLOW_MULTISITE', true);
if (!defined('NEWSPAPER_ALONE')) {
    define('MULTISITE', true);
    define('SUBDOMAIN_INSTALL', false);
    define('DOMAIN_CURRENT_SITE', getenv('NEWSPAPER_HOST'));
    define('PATH_CURRENT_SITE', '/');
    define('SITE_ID_CURRENT_SITE', 1);
    define('BLOG_ID_CURRENT_SITE', 1);
}

define('WP_HTTP_BLOCK_EXTERNAL', true);  // asks nobody anything
define('DISABLE_WP_CRON', true);         // nor itself
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISALLOW_FILE_MODS', true);
define('WP_DEBUG', false);

$table_prefix = 'wp_';
require ABSPATH . 'wp-settings.php';
