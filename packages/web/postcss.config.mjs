import mantine from 'postcss-preset-mantine';

// Vite reads the default export.
export default { plugins: [mantine()] };
